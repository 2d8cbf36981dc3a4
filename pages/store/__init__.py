"""The page store: what anonymous readers get is kept in memory, and forgotten as soon as anything of it changes.

`page` is one answer, `shelf` keeps them, `asked` judges requests, `watch` knows whether what is kept still holds,
`generation` moves with every change in the database of what is `seen`, `adapters` ask in front of Django, `middleware`
puts in what Django made.
"""
