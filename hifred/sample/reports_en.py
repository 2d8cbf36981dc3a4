"""More English articles for the sample site, with one that has ended and one that waits to be replaced."""

ARTICLES = [
    {
        "key": "telephone-two-fridays",
        "category": "announcements",
        "title": "The telephone will be answered in Suzhou on two Fridays",
        "summary": "The switchboard in Hangzhou is being replaced. The number stays the same; the voices will not.",
        "body": """
<p>The switchboard in our Hangzhou building is older than most of the people who answer it, and spare keys are
no longer made. It will be replaced this Friday and, if the electrician turns out to be an optimist, next
Friday as well.</p>
<p>On both days calls to our usual number are answered in the Suzhou workshop, between nine and half past
five. Colleagues there can look up any order or sensor. They cannot transfer you to Hangzhou, but they can
walk over to a device and hold the receiver against it. Letters and e-mail are not affected.</p>
""",
        "tags": ["Hangzhou", "Suzhou", "service"],
        "author_line": "HiFred Newsroom",
        "source": "",
        "days_ago": 3,
        "hour": 9,
        "cover": "",
        "cover_alt": "",
        "pinned": False,
        "clicks_before": 0,
        "recent_clicks": 41,
    },
    {
        "key": "how-a-sensor-is-held",
        "category": "engineering",
        "title": "Stud, glue, wax, magnet or hand: how the way a sensor is held changes what it is able to hear",
        "summary": (
            "We mounted the same sensor eighty times on the same block of steel. Here is what each kind of "
            "mounting lets through, and how a magnet once fooled our own software."
        ),
        "body": """
<p>A data sheet describes a vibration sensor as if it were part of the machine. In practice there is always
something in between: a thread, a film of glue, a magnet, a coat of paint, a thumb. That something is a
spring, and a sensor on a spring is a small musical instrument. It will play along with whatever it is asked
to report.</p>
<p>Everybody in the trade knows this. Few people have the numbers for their own sensor at hand when they are
lying under a fan with a magnet in one hand and a torch between their teeth. We did not have them either, and
so we spent two weeks measuring them.</p>
<h2>A weight on a spring</h2>
<p>The joint between sensor and machine has a stiffness, the sensor has a mass, and together they have a
resonance:</p>
<p><code>f_joint = 1 / (2π) × √(k / m)</code></p>
<p>An <a href="article:hf-v3-vibration-sensor">HF-V3</a> has a mass of 126 grams. On a good flat magnet we
found the resonance at 5.2 kHz, which means that the joint yields by one micrometre for every 134 newtons.
That is stiffer than it feels and softer than one would like.</p>
<p>Well below its resonance a joint is honest. At a third of it, the sensor already reports 12 per cent too
much. At half, 33 per cent. At the resonance itself it reports mostly itself, and above it the machine fades
away as if somebody had shut a door. Our rule is therefore to trust a mounting up to a third of its resonance
and to treat the rest as hearsay.</p>
<h2>Eighty mountings</h2>
<p>We bolted a ground block of steel to the small vibration table, swept it from 50 Hz to 14 kHz at a constant
one <em>g</em>, and compared the sensor with a reference built into the block. Each of eight mountings was
made ten times, by five people, with the sensor taken off and cleaned in between. Nobody was allowed to see
the results of the person before.</p>
<table>
<caption>One HF-V3, eight ways of holding it (median of ten mountings each)</caption>
<thead>
<tr><th scope="col">Mounting</th><th scope="col">Resonance</th><th scope="col">Trust up to</th>\
<th scope="col">Spread</th></tr>
</thead>
<tbody>
<tr><th scope="row">M8 stud, face ground and greased</th><td>above 14 kHz</td><td>10 kHz*</td><td>2 %</td></tr>
<tr><th scope="row">Epoxy, thin film</th><td>12.6 kHz</td><td>4.2 kHz</td><td>4 %</td></tr>
<tr><th scope="row">Beeswax, thin film, below 40 °C</th><td>10.8 kHz</td><td>3.6 kHz</td><td>5 %</td></tr>
<tr><th scope="row">Flat magnet, bare steel</th><td>5.2 kHz</td><td>1.7 kHz</td><td>12 %</td></tr>
<tr><th scope="row">Flat magnet, 0.3 mm of paint</th><td>2.9 kHz</td><td>1.0 kHz</td><td>21 %</td></tr>
<tr><th scope="row">Two-rail magnet on a pipe</th><td>2.1 kHz</td><td>0.7 kHz</td><td>24 %</td></tr>
<tr><th scope="row">Hand and probe tip</th><td>1.1 kHz</td><td>0.4 kHz</td><td>38 %</td></tr>
<tr><th scope="row">Cable tie</th><td>0.3 kHz</td><td>0.1 kHz</td><td>45 %</td></tr>
</tbody>
<tfoot>
<tr><td colspan="4">* With a stud the limit is the sensor itself, whose own rise is corrected during
calibration.</td></tr>
</tfoot>
</table>
<p>The last column deserves as much attention as the others. It shows by how much ten mountings of the same
sensor on the same block differed at the frequency in the third column. A stud that is removed and replaced
gives the same answer again. A magnet gives an answer. If you compare this month with last month and the
sensor has been off in between, a change of 20 per cent is the magnet talking.</p>
<p>Beeswax did better than anybody under forty expected. The oldest member of the team brought it from home,
said nothing, and has been saying it ever since.</p>
<h2>The magnet that found a fault</h2>
<p>Our software <a href="article:listening-to-a-bearing">chooses by itself</a> the band in which to listen for
a worn bearing. It looks for the band whose signal is most impulsive and most repeatable. On a ventilation fan
in a paper store it picked 4.7 to 5.7 kHz and reported, with some confidence, a beautiful resonance of the
fan's housing.</p>
<p>It was the resonance of our magnet. The sensor had been put up with one “for an afternoon”, and the
afternoon had lasted for seven weeks.</p>
<figure><img src="picture:spectrogram" alt="A spectrogram: bright curves bend upwards from left to right and \
level out, with close side lines at the right"><figcaption>A machine running up. Lines that bend with the
speed belong to the machine. A band that stays where it is, whatever the speed, belongs to something that is
fastened to it, and may be your magnet.</figcaption></figure>
<p>The odd thing is that the diagnosis was right. There was a pit in the outer ring, and its rhythm was
exactly where geometry puts it. A magnet that rings is struck by the same blows as the housing, and it keeps
the same time. What it cannot keep is the height. When a cleaner moved the sensor by a hand's width, the line
fell to a third and the bearing appeared to have healed overnight.</p>
<blockquote class="pull"><p>A loose mounting can still tell you what is wrong. It cannot tell you how much,
and it cannot tell you whether it is getting worse.</p></blockquote>
<h2>What we do now</h2>
<ol>
<li><strong>A stud, wherever somebody will read the trend.</strong> Drilling one hole takes a quarter of an
hour. If drilling is forbidden, a steel pad glued on with epoxy and a stud in the pad comes close.</li>
<li><strong>Grease under the face.</strong> A drop, spread thin. It fills what the file left behind and raised
our worst stud mounting from 9 to above 14 kHz.</li>
<li><strong>Scrape the paint.</strong> A patch the size of a coin is enough. Paint it again afterwards, around
the sensor and not under it.</li>
<li><strong>Magnets for searching.</strong> They are ideal for finding the best place in ten minutes. Then
mark the spot, take the magnet away and fetch the drill.</li>
<li><strong>Write down how it is held.</strong> A reading without its mounting is like a temperature without
its unit.</li>
</ol>
<p>The fifth point has a consequence for our software. From the next version, Desk asks once for the mounting
of each sensor and draws everything above the trusted limit in grey. It does not hide it. Grey is only a
reminder that what you see there has passed through a spring.</p>
<h2>And what we still do not know</h2>
<p>The block was flat, clean, cold and made of steel. Real housings are cast, curved and warm, and quite often
made of aluminium, on which a magnet has little to say. We measured along one axis only; sideways, the magnets
slid at about 2 <em>g</em>, after which the curves are more geology than physics. The epoxy had cured for two
days. What it does after five years on a hot pump is a question for a longer experiment, of which the first
forty days have passed.</p>
<p>The curves of all eighty mountings can be had for the asking. One of them, number 57, makes no sense at all.
If you can explain it, there is a jar of beeswax in it for you.</p>
""",
        "tags": ["vibration", "mounting", "measurement", "HF-V3"],
        "author_line": "Ruan Yihe, signal processing",
        "source": "",
        "days_ago": 4,
        "hour": 8,
        "cover": "bearing-waveform",
        "cover_alt": "A ball bearing beside the waveform of its blows, each one ringing and dying away",
        "pinned": False,
        "clicks_before": 0,
        "recent_clicks": 187,
    },
    {
        "key": "desk-4-1-nicknames",
        "category": "software",
        "title": "Desk 4.1 understands nicknames",
        "summary": (
            "A small release with one large convenience: machines can be found under the names that people "
            "really use for them, including the unkind ones."
        ),
        "body": """
<p>Since <a href="article:desk-4-release">version 4.0</a> went out we have read 230 letters about it. The
most frequent wish was neither a chart nor an alarm. It was to find a machine without knowing its number.</p>
<p>In most plants every machine has two names. One is on the plate and in the drawing. The other is the one
that is shouted across the hall. Desk 4.1 accepts both. You can give a machine as many nicknames as you like,
and the search also copes with a letter too many or too few:</p>
<pre><code>$ desk find "grumpy by the stairs"
pump-4     boiler house    last heard 40 s ago    also: Grumpy, Big pump
pump-11    dye house       last heard 2 min ago   also: Grumpy's brother
</code></pre>
<p>Nicknames appear in the search, on the handover page and in messages to the shift. They never appear in an
export or a report, so an inspector will not learn what you call the compressor.</p>
<h2>Also in this version</h2>
<ul>
<li>The handover page remembers which lines you have folded away.</li>
<li>Charts can be read from the keyboard: left and right step through the readings, and a screen reader says
the value, the unit and the time.</li>
<li>A gap of less than one interval is no longer drawn as a gap.</li>
<li>The Dutch word for “spare part” is now a Dutch word.</li>
</ul>
<p>The update takes about three minutes and can be undone for thirty days. Four people asked for their old
dashboards back; we have written to each of them.</p>
""",
        "tags": ["software", "release", "Desk"],
        "author_line": "Bao Qinghe, software team",
        "source": "",
        "days_ago": 11,
        "hour": 16,
        "cover": "",
        "cover_alt": "",
        "pinned": False,
        "clicks_before": 0,
        "recent_clicks": 143,
    },
    {
        "key": "tired-on-mondays",
        "category": "field-notes",
        "title": "The pump that was tired on Mondays",
        "summary": (
            "Every Monday until about noon a booster pump in a dairy vibrated at twice its usual level. The "
            "pump had nothing to do with it."
        ),
        "body": """
<p>The dairy makes a soft cheese that does not travel, and so neither does its owner. He rang us in autumn
about a booster pump that shook. By the time our colleague had arrived it no longer did. He rang again the
week after, and the week after that, each time on a Monday.</p>
<p>We left an edge box and two sensors behind and looked at the curves after a month. From Tuesday to Friday
the pump ran at 1.9 millimetres per second. On Mondays it began at 4.1, fell slowly through the morning, and
had recovered by half past twelve. The strongest line stood at twice the speed of the shaft, and the shaft was
being pushed lengthwise as well as sideways. That is the handwriting of two shafts that do not quite meet.</p>
<blockquote class="pull"><p>A machine that keeps to a timetable is seldom ill. Somebody else is keeping the
timetable.</p></blockquote>
<p>The coupling was checked on a Wednesday and found straight to within three hundredths of a millimetre. It
was checked again at six on a Monday, in a coat, and was out by a quarter of a millimetre.</p>
<h2>Eleven metres of warm pipe</h2>
<p>The pump is fed through eleven metres of steel pipe, which carries water at 65 °C on working days and
nothing at the weekend. Over two cold nights the pipe shrinks by six millimetres. It is meant to slide through
a bracket at the corner. The bracket had been painted, together with the pipe, the wall and a light switch, in
a handsome cream colour, and slid no more. Every weekend the pipe pulled at the pump, and every Monday it let
go again, at the pace at which steel warms up.</p>
<p>We cut the paint with a kitchen knife. The bracket gave a crack that could be heard in the shop. Since then
Mondays look like Tuesdays. The pump has been told that it was right, as
<a href="article:pump-room-after-hours">pumps and their keepers</a> usually are, and our colleague was paid
partly in cheese.</p>
""",
        "tags": ["pumps", "alignment", "field work"],
        "author_line": "Joris van Aldenoord, field team",
        "source": "Notebook of the field team, no. 44",
        "days_ago": 38,
        "hour": 14,
        "cover": "pump-room",
        "cover_alt": "A blue pump and its green motor between pipes, with gauges and a small sensor on the shaft",
        "pinned": False,
        "clicks_before": 0,
        "recent_clicks": 122,
    },
    {
        "key": "water-boards-half-closed-valve",
        "category": "industry-news",
        "title": "Village waterworks look for better pumps and find half-closed valves",
        "summary": (
            "Thirty-eight small waterworks measured the energy of every cubic metre for a year. The cheapest "
            "saving turned out to be a quarter turn."
        ),
        "body": """
<p>Thirty-eight village waterworks, none of them serving more than six thousand people, have agreed on
something rare: to measure the same thing in the same way for a year, and to publish it. The results are in
this month's Delta Process Review. They are worth reading even by people who have never owned a well.</p>
<p>Each works recorded the electricity that its pumps took and the water that left the building, hour by hour.
Divided by one another, the two give kilowatt-hours per cubic metre. At the start the median was 0.41. At the
end it was 0.35.</p>
<table>
<caption>Where the saving came from, by number of works</caption>
<thead>
<tr><th scope="col">Main cause found</th><th scope="col">Works</th><th scope="col">Median saving</th>\
<th scope="col">Median cost</th></tr>
</thead>
<tbody>
<tr><th scope="row">Valve left partly closed</th><td>17</td><td>14 %</td><td>nothing</td></tr>
<tr><th scope="row">Pump too large for its duty</th><td>9</td><td>19 %</td><td>a new impeller</td></tr>
<tr><th scope="row">Worn impeller or wear ring</th><td>6</td><td>11 %</td><td>a repair kit</td></tr>
<tr><th scope="row">Leak behind the meter</th><td>2</td><td>8 %</td><td>a digger</td></tr>
<tr><th scope="row">No saving found</th><td>4</td><td>none</td><td>a year of readings</td></tr>
</tbody>
</table>
<p>In seventeen works a valve had been closed a little during some past emergency and had stayed that way. One
of them was traced to a burst pipe nineteen years ago. The pump had been working against it ever since,
without complaint and at the village's expense.</p>
<h2>Our reading of it</h2>
<p>None of this needs our sensors. A water meter, an electricity meter and a notebook will do, and eleven of
the works used nothing else. What it does need is that the two readings are taken at the same time and kept in
a form that somebody can divide. That is the same conclusion that
<a href="article:open-formats-small-factories">small factories</a> reached about their own machines.</p>
<p>The authors plan a second year. They have asked all members to walk through the building first and to touch
every valve.</p>
""",
        "tags": ["industry", "water supply", "energy"],
        "author_line": "",
        "source": "Delta Process Review",
        "days_ago": 55,
        "hour": 10,
        "cover": "canal-houses",
        "cover_alt": "Gabled houses side by side at the water's edge at dusk, with a small white boat passing",
        "pinned": False,
        "clicks_before": 0,
        "recent_clicks": 88,
    },
    {
        "key": "what-time-is-it-in-the-freezer",
        "category": "engineering",
        "title": "What time is it in the freezer?",
        "summary": (
            "A quartz clock loses six seconds a day at −20 °C, and a logger lives by its clock. How we found "
            "out, what we tried, and why the simplest remedy won."
        ),
        "body": """
<p>Last spring a customer sent us three records of one event. A freezer door had stood open, and three loggers
in the same room had noticed. According to the first it happened at 14:02. According to the second it was
13:58. The third, which had been in the coldest corner since the winter before, said 13:41 and would not be
moved.</p>
<p>All three had measured the temperature to within a tenth of a degree. They only disagreed about when.</p>
<figure><img src="picture:temperature-chart" alt="Thin temperature curves within a shaded band; one amber \
curve rises above it, is circled at its peak, and returns"><figcaption>One event, neatly recorded. A chart
like this one looks just as convincing when its time axis is wrong by a quarter of an hour.</figcaption>\
</figure>
<h2>A tuning fork with a favourite temperature</h2>
<p>Inside nearly every logger, as inside nearly every wristwatch, there is a quartz crystal in the shape of a
tuning fork, three millimetres long, which swings 32,768 times a second. The maker cuts it so that it swings
fastest at 25 °C, the temperature of a wrist or a pleasant office. Warmer or colder, it slows down, and it
does so with the square of the distance:</p>
<p><code>drift = −0.035 × (T − 25)² parts per million</code></p>
<p>Two things about this formula are worth a moment. The first is that the error always has the same sign. Hot
or cold, the clock loses. A logger that commutes between a freezer and a hot lorry does not make up in the
lorry what it lost in the freezer; it loses twice. The second is the square. Twenty degrees away from home
cost 14 parts per million, and forty-five degrees cost five times that.</p>
<table>
<caption>What a good quartz loses, by temperature</caption>
<thead>
<tr><th scope="col">Temperature</th><th scope="col">Drift</th><th scope="col">Per day</th>\
<th scope="col">Per 30 days</th></tr>
</thead>
<tbody>
<tr><th scope="row">+60 °C</th><td>−43 ppm</td><td>3.7 s</td><td>1 min 51 s</td></tr>
<tr><th scope="row">+25 °C</th><td>0 ppm</td><td>0.0 s</td><td>nothing</td></tr>
<tr><th scope="row">+5 °C</th><td>−14 ppm</td><td>1.2 s</td><td>36 s</td></tr>
<tr><th scope="row">−20 °C</th><td>−71 ppm</td><td>6.1 s</td><td>3 min 4 s</td></tr>
<tr><th scope="row">−40 °C</th><td>−148 ppm</td><td>12.8 s</td><td>6 min 23 s</td></tr>
<tr><th scope="row">−80 °C</th><td>−386 ppm</td><td>33.3 s</td><td>16 min 40 s</td></tr>
</tbody>
</table>
<p>The logger in the corner had spent 206 days at −20 °C. The table gives 21 minutes. It was out by 21 minutes
and a few seconds. It was, in its way, a very good clock.</p>
<h2>Why nobody had noticed</h2>
<p>A logger within reach of a receiver is given the time with every packet, and cannot drift by more than a
second or two. The three loggers stood in a store without a receiver and were read by hand at the end of the
season. They had been set once, in a warm office, and then trusted.</p>
<p>There is a second reason, and it is less flattering. Our final test checks the clock for a day at 25 °C. All
clocks pass that test. It is rather like testing an umbrella indoors.</p>
<h2>Four remedies</h2>
<p>We looked for something better and tried four answers on ten loggers each, for ninety days, in a chamber
that went back and forth between −30 and +30 °C.</p>
<ol>
<li><strong>A better oscillator.</strong> There are parts that correct themselves. They kept time to within
nine seconds in ninety days, and took as much current as the rest of the logger put together. The battery
would last two seasons in place of three.</li>
<li><strong>A heater.</strong> One of us suggested keeping the crystal warm. It was suggested late on
a Friday, and the last cell was empty by the Tuesday after next.</li>
<li><strong>Correcting at the end.</strong> The logger knows its own temperature at every moment; that is what
it is for. When it is read, the software can add up what the clock must have lost and move every reading into
place. The error fell from seven minutes to eleven seconds.</li>
<li><strong>Correcting at once.</strong> The same sum, done inside the logger. After each reading it works out
how much the clock has lost since the one before, and as soon as the total reaches a whole second it adds that
second. The error was twelve seconds, and the cost in current was too small to measure.</li>
</ol>
<p>The third and fourth remedies are the same idea, and the fourth is the one that we chose. A record that has
to be repaired afterwards depends on somebody remembering to repair it. A record that was right when it was
written depends on nobody.</p>
<blockquote><p>We had been selling a thermometer and a clock in one box for six years. It had not occurred to
either of them to talk to the other.</p><cite>Minutes of the reliability group</cite></blockquote>
<h2>What the constant hides</h2>
<p>The formula has two numbers in it, and neither is quite constant. The temperature at which a crystal swings
fastest is 25 °C give or take five. The steepness differs from one crystal to the next by about a tenth. With
the numbers from the catalogue, a logger that loses seven minutes is corrected to within a minute or so. To
reach twelve seconds we have to know each crystal.</p>
<p>So each logger now spends one more hour in the climate chamber, and its clock is compared with a reference
at three temperatures. From three points one can find the two numbers and a third, which is how far the clock
is out to begin with. All three are stored in the logger and printed on its sheet. A line of that sheet looks
like this:</p>
<pre><code>clock   peak 24.1 °C   slope −0.0338 ppm/K²   offset +1.7 ppm   checked at −20, +5, +40 °C
</code></pre>
<p>Below about −60 °C the curve is no longer a parabola, and the correction is worth less. On dry ice we promise
one minute a month and usually do better.</p>
<h2>What you can do with an older logger</h2>
<p>Loggers made since the beginning of last year receive the new method with their next firmware. Older ones
lack the memory for it, but nothing is lost: the temperature is in the record, and so the time can be put
right from the record itself. Desk does so on request, for loggers of any age, and marks each reading that it
has moved. The original stays beside it.</p>
<p>If you would rather not, there are two habits that cost nothing. Set the clock on the day you put the logger
in the freezer, not on the day you unpack it. And when you take it out, photograph its display beside a
telephone. The difference between the two clocks, shared out over the season, will be right to within half a
minute. We compared it with the four remedies and it came fourth, ahead of the heater.</p>
<p>The customer with the three records has been given three corrected ones. The door had been open at 14:02.
The first logger hung beside the entrance, where the receiver of the shop next door could hear it through the
seal, and had been quietly told the time all winter.</p>
""",
        "tags": ["cold chain", "clocks", "measurement"],
        "author_line": "Shen Mingke, reliability",
        "source": "Bench notes of the reliability group, no. 15",
        "days_ago": 128,
        "hour": 11,
        "cover": "radar-arcs",
        "cover_alt": "Blue, white and amber arcs around a bright point, inside a scale of fine ticks like a dial",
        "pinned": False,
        "clicks_before": 340,
        "recent_clicks": 66,
    },
    {
        "key": "r1-sump-sensor",
        "category": "sensors",
        "title": "The R1 hears the rain before the cellar does",
        "summary": (
            "A level sensor for drain sumps that also listens to the drops on its own lid, and so knows a "
            "quarter of an hour in advance what is coming."
        ),
        "body": """
<p>A drainage pump usually learns about rain from its float switch, that is to say last of all. By then the
gutters, the yard and the pipe have had their share, and the pump has to deal with everything at once. The R1
is made to give it a little notice.</p>
<p>It hangs on a pipe or a bracket above the sump, in the open, and does two things. Downwards it measures the
level of the water by ultrasound. Upwards it listens. Every drop that strikes the lid makes a small sound, and
from the number and loudness of the drops the R1 works out how hard it is raining. There is no funnel, no
tipping bucket and nothing for a leaf to block.</p>
<table>
<caption>R1 in figures</caption>
<thead>
<tr><th scope="col">Property</th><th scope="col">Value</th></tr>
</thead>
<tbody>
<tr><th scope="row">Level</th><td>0.2 to 6 m, ±4 mm</td></tr>
<tr><th scope="row">Rain</th><td>0.5 to 120 mm per hour, ±8 % above 2 mm per hour</td></tr>
<tr><th scope="row">Interval</th><td>10 min when dry, 20 s in rain</td></tr>
<tr><th scope="row">Battery life, typical</th><td>4 years</td></tr>
<tr><th scope="row">Protection</th><td>IP68, 1 m for 24 h</td></tr>
<tr><th scope="row">Mass</th><td>310 g</td></tr>
</tbody>
</table>
<p>In a trial at five underground garages, fourteen minutes passed on average between the first drops and the
first rise in the sump. That is enough to pump the sump dry beforehand, and to wake somebody if the pump does
not start. During the trial one did not. It was a Sunday.</p>
<h2>What it takes for rain</h2>
<p>Hail is reported as rain of improbable violence. A garden hose is reported as rain. Pigeons are recognised
and left out, which took longer to get right than the ultrasound.</p>
<p>The R1 reports to every edge box we have made. It is delivered from next month, with one bracket, two
clamps and a length of tape to mark the level at which you would begin to worry.</p>
""",
        "tags": ["sensors", "R1", "rain", "pumps"],
        "author_line": "Product team, Hangzhou",
        "source": "",
        "days_ago": 145,
        "hour": 10,
        "cover": "rain-sensor",
        "cover_alt": "A white sensor clamped to a pipe in heavy rain, drops on its housing and a small waveform on it",
        "pinned": False,
        "clicks_before": 0,
        "recent_clicks": 57,
    },
    {
        "key": "lunch-queue-measured",
        "category": "company-news",
        "title": "Lunch is at eight minutes to twelve",
        "summary": "Somebody put a sensor on the canteen door in Hangzhou. The result has changed our timetable.",
        "body": """
<p>For three weeks a forgotten test sensor on the canteen door counted how often it swung. It showed that 70 of
the 94 people in our Hangzhou building arrive between 11:58 and 12:06, and that the wait at the counter is
nineteen minutes at noon and two minutes at eight minutes to.</p>
<p>The departments now eat at three different times, drawn by lot every quarter. Visitors who call at noon are
therefore more likely to reach somebody. The cook has asked us to measure the rice next.</p>
""",
        "tags": ["Hangzhou"],
        "author_line": "HiFred Newsroom",
        "source": "",
        "days_ago": 175,
        "hour": 12,
        "cover": "",
        "cover_alt": "",
        "pinned": False,
        "clicks_before": 0,
        "recent_clicks": 30,
    },
    {
        "key": "pan-liwen-calibration",
        "category": "people",
        "title": "Nine thousand signatures: a morning with Pan Liwen",
        "summary": (
            "She has signed the calibration sheet of nearly every sensor we have sold since the second year. "
            "A conversation about patience, doubt and a drawer full of failures."
        ),
        "body": """
<p>Pan Liwen arrives in Suzhou at ten past seven, hangs up her coat and touches nothing for twenty minutes. The
reference thermometers have had the night to settle, she says, and so should she.</p>
<p>She came to us from a factory that made alarm clocks. It closed in the year in which telephones learned to
wake people, and she was the last of its adjusters. We had advertised for an engineer. She brought a clock to
the interview, set it on the table and remarked that ours on the wall was forty seconds slow.</p>
<h2>The art of not helping</h2>
<p>Calibration looks like very little. A sensor goes into the bath beside a reference, both are read, and the
difference is written down. The difficulty, according to her, is to leave it alone. Beginners see a number that
is nearly right and want to help it. They wait a little longer, they stir, they read again. After three
readings they have the one they wanted.</p>
<blockquote><p>The sensor is allowed to be wrong. I am only not allowed to be surprised by the same thing
twice.</p></blockquote>
<p>She takes every reading once, at a moment that was fixed beforehand. If it is bad, the sensor fails, and
nobody is cross with it.</p>
<h2>The drawer</h2>
<p>Under her bench is a drawer with 61 sensors that passed every test and turned out to be wrong a year later.
She has bought some of them back from customers with her own money, over our protests. Each has a paper label
with a date and a question. Fourteen of the questions have been answered. A label with an answer is signed and
moved to the left.</p>
<p>Her signature is on 9,140 <a href="article:calibration-sheet-line-by-line">calibration sheets</a>. It has
become shorter with the years and now consists of an upright and a hook. We offered to print it. She looked at
us for some time, and we have not offered again.</p>
""",
        "tags": ["people", "calibration", "Suzhou"],
        "author_line": "HiFred Newsroom",
        "source": "",
        "days_ago": 225,
        "hour": 13,
        "cover": "suzhou-workshop",
        "cover_alt": "A bench by a round window, with a lamp, an oscilloscope and a row of small white sensors",
        "pinned": False,
        "clicks_before": 0,
        "recent_clicks": 74,
    },
    {
        "key": "ice-cream-by-bicycle",
        "category": "cold-chain",
        "title": "Ice cream by bicycle: six weeks of the last kilometre",
        "summary": (
            "Four cargo bicycles, twelve loggers and 1,140 opened lids. What melts a scoop between the depot "
            "and the door is seldom the sun."
        ),
        "body": """
<p>An ice-cream maker in Rotterdam delivers to restaurants by cargo bicycle. Each bicycle carries an insulated
box with plates of frozen brine, and the round takes two and a half hours. On warm days about one tub in thirty
came back soft. The riders blamed the boxes, and the maker of the boxes blamed the riders.</p>
<p>We put three T1 tags into each of four boxes, one at the bottom, one in the middle and one under the lid,
and read them every evening for six weeks.</p>
<h2>Not the sun, not the riders</h2>
<p>The lids were opened 1,140 times, for eighteen seconds on average. Each opening warmed the tag under the lid
by three degrees and the tag in the middle by less than a tenth. The outside temperature made surprisingly
little difference: between a day of 19 °C and a day of 31 °C, the middle of the box ended the round only 1.2
degrees apart.</p>
<p>The route made more. Two of the four bicycles went through the old harbour, where the streets are cobbled.
On those two the plates of brine, which stand upright along the walls, shook loose from their clips in the
first ten minutes and lay down. For the rest of the round the upper half of the box had no cold wall at
all.</p>
<blockquote class="pull"><p>We had come to measure temperature, and what we found was a rattle.</p>
</blockquote>
<h2>A strip of rubber</h2>
<p>The clips have been given a strip of bicycle tube, of which there was no shortage. In the three weeks that
followed, one tub in four hundred came back soft. The rider concerned has explained that it was a long
conversation.</p>
<p>Two things stay in our notes. Put one logger in the place that ought to be dull, because that is where
something will happen. And listen to a box before you measure it; anyone standing at the harbour could have
heard what was wrong.</p>
""",
        "tags": ["cold chain", "logistics", "T1"],
        "author_line": "Tilda Brakke, cold chain, Rotterdam",
        "source": "",
        "days_ago": 290,
        "hour": 15,
        "cover": "temperature-chart",
        "cover_alt": "A chart of many calm curves inside a shaded band and one amber curve that rises out of it",
        "pinned": False,
        "clicks_before": 0,
        "recent_clicks": 48,
    },
    {
        "key": "eleven-questions-open-day",
        "category": "open-days",
        "title": "Open day, afterwards: questions that we could not answer",
        "summary": (
            "There were 412 visitors, one lost shoe and a sheet of paper by the door for questions that "
            "nobody could answer on the spot. Here they are, with answers where we have them."
        ),
        "body": """
<p>On Saturday 412 people walked through our Hangzhou building, among them two school classes, a retired lift
inspector and a dog that was afraid of nothing but the vibration table. Ninety-six small temperature tags were
soldered, of which ninety-one work. The other five may be brought back at any time.</p>
<p>By the door hung a sheet of paper for questions that had defeated us. At four o'clock there were eleven on
it. We have spent the week on them, and these are the ones that can be printed.</p>
<ol>
<li><strong>Can the sensor hear a lie?</strong> No. It can hear that somebody is tapping on it while saying
that they are not.</li>
<li><strong>Why is the cold room so loud?</strong> Because of the fans. Four fifths of the noise comes from one
of them, as we now know, and it has been ordered a new bearing.</li>
<li><strong>Which weighs more, the data or the battery?</strong> The battery, by eleven grams. We believe that
the class who asked had hoped for more.</li>
<li><strong>What happens to the box if you forget the password?</strong> You hold a button for twenty seconds
and start afresh. The readings stay. The button is behind a screw, so that you have time to remember.</li>
<li><strong>Do pumps dream?</strong> The question is with the signal processing group.</li>
<li><strong>Who picks the tea on the hill behind you?</strong> Not us. The hill belongs to six families, and
they would like visitors to stay on the path.</li>
</ol>
<p>The lift inspector pointed out that the notice in our lift had expired. It has been renewed. The shoe, a
left one, size 31, blue, is at reception.</p>
""",
        "tags": ["open day", "Hangzhou", "visitors"],
        "author_line": "HiFred Newsroom",
        "source": "",
        "days_ago": 332,
        "hour": 9,
        "cover": "tea-hills",
        "cover_alt": "Green terraced hills one behind another, a pavilion on the right, the sun low above it",
        "pinned": False,
        "clicks_before": 0,
        "recent_clicks": 19,
    },
    {
        "key": "what-we-still-repair",
        "category": "products",
        "title": "What we still repair, and for how long",
        "summary": (
            "A plain list of every device we have made, with the year until which we promise to mend it and "
            "the part that usually breaks."
        ),
        "body": """
<p>Customers ask us how long a device will be looked after, and until now the answer depended on whom they
asked. This list replaces all earlier answers. The year is a promise; beyond it we go on for as long as we can
find the parts.</p>
<table>
<caption>Repair and spare parts</caption>
<thead>
<tr><th scope="col">Device</th><th scope="col">Built from</th><th scope="col">Repaired until at least</th>\
<th scope="col">What usually breaks</th></tr>
</thead>
<tbody>
<tr><th scope="row">HF-V1 vibration sensor</th><td>2017</td><td>2029</td><td>connector</td></tr>
<tr><th scope="row">E1 edge box</th><td>2018</td><td>2031</td><td>fan</td></tr>
<tr><th scope="row">T1 temperature tag</th><td>2019</td><td>2031</td><td>battery clip</td></tr>
<tr><th scope="row">HF-V2 and HF-V2 H vibration sensors</th><td>2020</td><td>2034</td><td>lid seal</td></tr>
<tr><th scope="row">T1 tag with flat cable</th><td>2022</td><td>2034</td><td>cable, by forklift</td></tr>
</tbody>
</table>
<h2>What a repair costs</h2>
<ul>
<li>In the first three years, nothing, unless a forklift was involved.</li>
<li>After that, a fixed price of a quarter of a new device. If we cannot mend it, you pay nothing and may have
it back.</li>
<li>Seals, clips and screws are sent in an envelope, without a form to fill in.</li>
</ul>
<p>Drawings of all wearing parts are free to download. If you have a lathe and a rainy afternoon, you do not
need us at all, and we would like to see a photograph.</p>
""",
        "tags": ["repair", "spare parts", "sensors"],
        "author_line": "Service desk, Suzhou",
        "source": "",
        "days_ago": 455,
        "hour": 11,
        "cover": "warehouse-aisle",
        "cover_alt": "An aisle between tall racks of boxes, with a small vehicle carrying one towards the light",
        "pinned": False,
        "clicks_before": 890,
        "recent_clicks": 36,
    },
    {
        "key": "hf-v2-hot-version",
        "category": "vibration",
        "title": "A version of the HF-V2 for places where you cannot keep your hand",
        "summary": "The HF-V2 H is made for surfaces of up to 105 °C. It is the same sensor on a longer neck.",
        "body": """
<p>Hot-water pumps, drying fans and calenders have one thing in common: our sensors have not liked them. The
electronics can bear 85 °C, but the cell gives up much of its life above 60.</p>
<p>The new HF-V2 H stands on a neck of stainless steel, 38 millimetres long and hollow, with four slots through
which air can pass. On a surface of 105 °C the cell stays below 62, as long as the air around it moves. The
neck lowers the upper limit of the sensor from 4 to 2.5 kHz, which is a fair price on slow, hot machines and a
poor one on fast, cool ones.</p>
<table>
<caption>Battery life at one measurement an hour</caption>
<thead>
<tr><th scope="col">Surface</th><th scope="col">HF-V2</th><th scope="col">HF-V2 H</th></tr>
</thead>
<tbody>
<tr><th scope="row">40 °C</th><td>3 years</td><td>3 years</td></tr>
<tr><th scope="row">70 °C</th><td>16 months</td><td>30 months</td></tr>
<tr><th scope="row">90 °C</th><td>not allowed</td><td>22 months</td></tr>
<tr><th scope="row">105 °C</th><td>not allowed</td><td>17 months</td></tr>
</tbody>
</table>
<p>The thread is M8, as always. Please do not lag the neck. It looks cold, and two of our testers took pity on
it.</p>
""",
        "tags": ["vibration", "HF-V2", "sensors"],
        "author_line": "Product team, Hangzhou",
        "source": "",
        "days_ago": 520,
        "hour": 17,
        "cover": "",
        "cover_alt": "",
        "pinned": False,
        "clicks_before": 0,
        "recent_clicks": 7,
    },
    {
        "key": "a-box-full-of-flour",
        "category": "edge",
        "title": "A box full of flour",
        "summary": (
            "An E1 edge box came back from a mill weighing a third more than when it left. It was still "
            "running, which is the part that worried us."
        ),
        "body": """
<p>The parcel was heavier than it should have been. An E1 edge box weighs 2.6 kilograms. This one, back from
four years on the wall of a flour mill, weighed 3.5. The note said: “Works well. A little warm. Please
check.”</p>
<p>We opened it over a tray. The case was filled, corner to corner, with flour of excellent quality, pressed
as firmly as in a paper bag. In the middle was a hollow the size of a fist, where the processor had kept itself
warm. The fan was turning. It had done what a fan does, which is to fetch air from outside and bring along
whatever is in it, and the filter in front of it had been removed in the first year because it kept getting
blocked.</p>
<h2>Whose fault is a filter?</h2>
<p>The manual says that the filter must be cleaned every month. We asked forty owners of an E1 how often they
do so. Six clean it every month, nine every year, and the others asked which filter.</p>
<p>One can print the sentence in bold. We have come to think that a part which thirty-four owners out of forty
do not look after is a mistake in the design. Dust is not misuse. In a mill, it is the weather.</p>
<p>The box has been emptied, dried and given a new fan, and runs again in the same mill, now in a cupboard. Its
successor is on the drawing board in Hangzhou. There are two sentences on the first page of the plan so far,
and one of them reads: no fan.</p>
<p>The flour was weighed, 900 grams, and thrown away. There was a vote about it.</p>
""",
        "tags": ["edge computing", "E1", "repair"],
        "author_line": "Repair bench, Suzhou",
        "source": "",
        "days_ago": 575,
        "hour": 14,
        "cover": "circuit-city",
        "cover_alt": "A green circuit board seen from above like a town, with one large blue processor at its centre",
        "pinned": False,
        "clicks_before": 0,
        "recent_clicks": 12,
    },
    {
        "key": "an-alarm-is-a-sentence",
        "category": "insights",
        "title": "An alarm is a sentence with a verb in it",
        "summary": (
            "Most alarms are written by people who know the machine, for people who were asleep a minute "
            "ago. Five habits that help, and a test that takes ten seconds."
        ),
        "body": """
<p>At ten past three in the morning a telephone lights up on a bedside table. It says:</p>
<p><code>P4 HI-HI ACK REQ 0x17</code></p>
<p>Every part of this message is correct. Somebody, in daylight, with the drawing beside them, chose each
letter. The person who reads it has one eye open and would like to know a single thing, namely whether to put
on trousers.</p>
<p>We have collected 1,600 alarm texts from plants that we look after, with permission, and sorted them by a
simple measure: did anybody do anything within fifteen minutes? The good ones have a good deal in common.</p>
<h2>Five habits</h2>
<ul>
<li><strong>They have a verb.</strong> “Pump 4 is running hot” is a sentence. “Pump 4 temperature” is a heading,
and headings wake nobody.</li>
<li><strong>They say where.</strong> The person on call may be new, or from the other building.</li>
<li><strong>They give the number and its limit.</strong> 81 °C means little. 81 °C where 78 is allowed means
something.</li>
<li><strong>They say how long there is.</strong> “Has been rising for two hours” and “has jumped” call for
different shoes.</li>
<li><strong>They suggest one action.</strong> One. A list of six is a manual, and manuals are read on
Thursdays.</li>
</ul>
<h2>Before and after</h2>
<p>The message above now reads:</p>
<blockquote><p>The big pump by the stairs (boiler house) is running hot: 81 °C, allowed 78, rising since
one o'clock. Switch over to pump 5 and look at the cooling water in the morning.</p></blockquote>
<p>It is five times as long, and it is answered four times as fast. Nobody got up who did not have to.</p>
<h2>The test</h2>
<p>Ring a colleague who works in a different department. Read the text aloud, once, and hang up. If they ring
back to ask what you meant, change it. If they ring back to ask how the pump is, leave it alone.</p>
<p>We tried this on our own software and found nineteen texts that failed, two of which we no longer understood
ourselves. They have been rewritten. One turned out to report that everything was in order.</p>
""",
        "tags": ["alarms", "writing", "software"],
        "author_line": "Bao Qinghe, software team",
        "source": "",
        "days_ago": 690,
        "hour": 8,
        "cover": "",
        "cover_alt": "",
        "pinned": False,
        "clicks_before": 1420,
        "recent_clicks": 26,
    },
]

EXPIRED = {
    "key": "bring-us-a-noise",
    "category": "announcements",
    "title": "Hall 4, stand D 17: bring us a noise",
    "summary": (
        "We are at the Low Country Pump Days in Rotterdam from Tuesday to Thursday, with a bench, a sensor "
        "and two chairs for people whose machines sound odd."
    ),
    "body": """
<p>From Tuesday to Thursday our Rotterdam team is at the Low Country Pump Days, in hall 4, stand D 17, between
the seals and the soup. We are not bringing a film. We are bringing a bench.</p>
<ul>
<li><strong>Bring a noise.</strong> A recording on your telephone will do. We listen to it with you and say
what we would measure next.</li>
<li><strong>Bring a bearing.</strong> We saw it open while you wait, and you may keep both halves.</li>
<li><strong>Bring a logger</strong> of any make, and we check it against a reference at 0 °C, in a bucket of ice
that has its own power of attraction.</li>
</ul>
<p>Doors open at nine. Entrance is free on Thursday; for the other two days we have forty tickets and will send
one to anybody who writes and tells us what their pump sounds like.</p>
<p>From the station, take the tram across the bridge and get off at the stop after the one that everybody else
gets off at.</p>
""",
    "tags": ["trade fair", "Rotterdam"],
    "author_line": "HiFred Newsroom",
    "source": "",
    "days_ago": 98,
    "hour": 10,
    "cover": "maas-bridge",
    "cover_alt": "A tram crosses a cable-stayed bridge with one white pylon while a barge passes below",
    "pinned": False,
    "clicks_before": 0,
    "recent_clicks": 0,
    "ended_days_ago": 80,
}

REVISED = {
    "key": "calibration-sheet-line-by-line",
    "category": "insights",
    "title": "A calibration sheet, line by line",
    "summary": (
        "Every sensor comes with a sheet of paper that almost nobody reads. It takes three minutes, and it "
        "tells you what the sensor does not know."
    ),
    "body": """
<p>In the box with every sensor lies a sheet of paper. It is folded twice and printed on both sides, and in most
plants it goes into a folder without having been unfolded. This is a pity, since it is the only part of the
delivery that admits to a weakness. Here is how to read it.</p>
<ol>
<li><strong>Serial number.</strong> Compare it with the one on the housing. If they differ, stop here and call
us.</li>
<li><strong>Date.</strong> The day of the measurement, not of the delivery. A sensor on a shelf ages more slowly
than one on a pump, but it ages.</li>
<li><strong>Reference.</strong> The instrument with which yours was compared, and when that one was last
compared with something better.</li>
<li><strong>Deviation.</strong> What your sensor showed, less what the reference showed. A sensor with a
deviation of +0.10 °C at 5 °C reads a tenth too warm there. It need not do so at −20.</li>
<li><strong>Uncertainty.</strong> How far the deviation itself is to be believed. With ±0.04 °C, the true value
lies within that distance in about 99 cases out of 100.</li>
<li><strong>Signature.</strong> A person. You can ask for her on the telephone.</li>
</ol>
<p>The two numbers that matter are the fourth and the fifth. The deviation can be corrected, and our software
does so. The uncertainty cannot. It is what remains when everything that is known has been taken into account,
and a sheet without it is a greeting card.</p>
""",
    "tags": ["calibration", "measurement"],
    "author_line": "Shen Mingke, reliability",
    "source": "",
    "days_ago": 395,
    "hour": 18,
    "cover": "sensor-exploded",
    "cover_alt": "A round sensor drawn apart: lid, amber gasket, circuit board, cell and steel base on one axis",
    "pinned": False,
    "clicks_before": 0,
    "recent_clicks": 33,
    "draft": {
        "title": "A calibration sheet, line by line (and when to ask for a new one)",
        "summary": (
            "Every sensor comes with a sheet of paper that almost nobody reads. It takes three minutes, and it "
            "tells you what the sensor does not know. With a correction, and advice on how long a sheet lasts."
        ),
        "body": """
<p>In the box with every sensor lies a sheet of paper. It is folded twice and printed on both sides, and in most
plants it goes into a folder without having been unfolded. This is a pity, since it is the only part of the
delivery that admits to a weakness. Here is how to read it.</p>
<ol>
<li><strong>Serial number.</strong> Compare it with the one on the housing. If they differ, stop here and call
us.</li>
<li><strong>Date.</strong> The day of the measurement, not of the delivery. A sensor on a shelf ages more slowly
than one on a pump, but it ages.</li>
<li><strong>Reference.</strong> The instrument with which yours was compared, and when that one was last
compared with something better.</li>
<li><strong>Deviation.</strong> What your sensor showed, less what the reference showed. A sensor with a
deviation of +0.10 °C at 5 °C reads a tenth too warm there. It need not do so at −20.</li>
<li><strong>Uncertainty.</strong> How far the deviation itself is to be believed. With ±0.04 °C
(<code>k = 2</code>), the true value lies within that distance in about 95 cases out of 100.</li>
<li><strong>Clock.</strong> On loggers only: how fast the clock runs, and how much it
<a href="article:what-time-is-it-in-the-freezer">loses in the cold</a>.</li>
<li><strong>Signature.</strong> A person. You can ask for her on the telephone.</li>
</ol>
<p>The two numbers that matter are the fourth and the fifth. The deviation can be corrected, and our software
does so. The uncertainty cannot. It is what remains when everything that is known has been taken into account,
and a sheet without it is a greeting card.</p>
<h2>How long a sheet lasts</h2>
<p>There is no date at which a sensor becomes wrong. We suggest a new sheet every two years for temperature,
every three for vibration, and at once if the sensor has been dropped, opened or boiled. If two sheets in a
row agree to within their uncertainty, you may double the interval. If they do not, halve it, and tell us.</p>
<p><small>Correction: an earlier version of this article said 99 cases out of 100. Five readers noticed, which
is what we mean by a reference.</small></p>
""",
    },
    "draft_note": "Corrects the coverage of the uncertainty (95, not 99 in 100) and adds the clock line and intervals.",
}
