/* “Today” and “Now” are the site's, though the rest of the page tells times in one's own time zone. */
const moment = document.querySelector("[data-site-offset]");
if (moment) document.body.dataset.adminUtcOffset = moment.dataset.siteOffset;
