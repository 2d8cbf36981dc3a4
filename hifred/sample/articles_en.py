"""The English articles of the sample site, with one draft and one scheduled article."""

ARTICLES = [
    {
        "key": "spring-open-day",
        "category": "open-days",
        "title": "Open day at the tea hills",
        "summary": (
            "On the last Saturday of the month our Hangzhou building is open to anyone who is curious about "
            "pumps, cold rooms or soldering."
        ),
        "body": """
<p>Our building in Hangzhou stands at the foot of a tea hill, and once a year we open both the front gate and
the test hall. The next open day is the last Saturday of this month, from ten in the morning until four.</p>
<p>What you can do:</p>
<ul>
<li>hold a sensor against a pump and watch the waveform change as a valve is closed;</li>
<li>walk into the cold room at −20 °C (we lend coats);</li>
<li>solder a small temperature tag and take it home.</li>
</ul>
<p>Children are welcome from the age of eight, with an adult. The hall is level and has a lift; the path up
the hill is steep and can be slippery after rain. There are few parking places, so please come by bus if you
can.</p>
<p>There is no need to register. If you come with a school class, call us first so that we can keep a bench
free.</p>
""",
        "tags": ["open day", "Hangzhou"],
        "author_line": "HiFred Newsroom",
        "source": "",
        "days_ago": 1,
        "hour": 9,
        "cover": "tea-hills",
        "cover_alt": "Terraced tea hills in morning haze with a small weather mast and a pavilion",
        "pinned": False,
        "clicks_before": 0,
        "recent_clicks": 136,
    },
    {
        "key": "suzhou-workshop-opens",
        "category": "announcements",
        "title": "A workshop in Suzhou where sensors are built, broken and mended",
        "summary": (
            "The new workshop brings assembly, calibration and repair under one roof, with room for eighteen "
            "people and a very large vibration table."
        ),
        "body": """
<p>This week the first trays of sensors left our new workshop in Suzhou. It is not a large place: two floors
of a former loom factory, beside a canal, with eighteen workbenches, a calibration room and a loading door
just wide enough for one van. It is, however, the first place where everything that happens to a HiFred sensor
after it has been designed can happen in one building.</p>
<h2>Three rooms, three speeds</h2>
<p>On the ground floor, housings are machined, potted and pressure-tested. The pace there is set by the resin,
which needs six hours to harden and will not be hurried. On the floor above, boards are tested and paired with
housings. A trained pair of hands finishes about forty sensors in a shift.</p>
<p>The third room is the one we waited for. It sits on its own foundation, four metres below the street, so
that passing lorries do not shake it. Inside are a vibration table, two climate chambers and a bath that holds
its temperature to within a hundredth of a degree. Every sensor spends at least ninety minutes there, and
leaves with its own calibration sheet.</p>
<h2>Repair is part of the job</h2>
<p>About a third of the benches are set aside for repair. Until now, a damaged sensor was simply replaced.
From this month we open it, find out what happened, and mend it when that is sensible. The customer receives a
short note with a photograph of the fault: a cracked seal, a connector tightened with a pipe wrench, once a
family of ants.</p>
<blockquote><p>We learn more from forty broken sensors than from four thousand healthy ones. The healthy ones
have nothing to say.</p></blockquote>
<p>Each note also goes to the designers in Hangzhou. The thicker gasket in the
<a href="article:hf-v3-vibration-sensor">HF-V3</a> exists because of eleven such notes written during the
trial months.</p>
<h2>Visiting</h2>
<p>The workshop receives visitors on Thursday afternoons, in groups of up to six. Please write to us a week
ahead, wear closed shoes, and leave anything magnetic in the locker by the door.</p>
""",
        "tags": ["Suzhou", "manufacturing", "repair"],
        "author_line": "HiFred Newsroom",
        "source": "",
        "days_ago": 2,
        "hour": 10,
        "cover": "suzhou-workshop",
        "cover_alt": "A workbench with a lamp and an oscilloscope in front of a round window onto a canal",
        "pinned": True,
        "clicks_before": 0,
        "recent_clicks": 388,
    },
    {
        "key": "hf-v3-vibration-sensor",
        "category": "vibration",
        "title": "HF-V3: a vibration sensor that listens first and talks later",
        "summary": (
            "Our third vibration sensor measures for a full minute before it decides whether anything is "
            "worth sending, and runs for five years on one cell."
        ),
        "body": """
<p>Most wireless vibration sensors spend their battery on talking. They wake up, measure for a second or two,
send what they have and go back to sleep. The HF-V3 does it the other way round. It listens for a full minute,
works out on the spot whether the machine sounds like yesterday, and sends a long record only when it does
not.</p>
<h2>What has changed</h2>
<p>The mechanical parts are new. The sensing element now sits directly on the base plate, under the battery
rather than above it, which moves the first resonance of the housing up to 14 kHz. The lid is sealed by a
thicker gasket, and the whole sensor can be opened with one tool.</p>
<figure><img src="picture:sensor-exploded" alt="The parts of the sensor one above the other: lid, gasket, \
board, cell and base"><figcaption>From top to bottom: lid, gasket, board, cell and base
plate.</figcaption></figure>
<p>The board is new as well. A small processor calculates the spectrum and the envelope of the signal while
the radio stays off. On a healthy pump, one day of measurements becomes a summary of 220 bytes.</p>
<h2>Figures</h2>
<table>
<caption>HF-V3 beside the sensor it replaces</caption>
<thead>
<tr><th scope="col">Property</th><th scope="col">HF-V2</th><th scope="col">HF-V3</th></tr>
</thead>
<tbody>
<tr><th scope="row">Axes</th><td>1</td><td>3</td></tr>
<tr><th scope="row">Frequency range (±3 dB)</th><td>5 Hz – 4 kHz</td><td>2 Hz – 10 kHz</td></tr>
<tr><th scope="row">Noise density</th><td>75 µg/√Hz</td><td>25 µg/√Hz</td></tr>
<tr><th scope="row">Listening time</th><td>2 s per hour</td><td>60 s per hour</td></tr>
<tr><th scope="row">Battery life, typical</th><td>3 years</td><td>5 years</td></tr>
<tr><th scope="row">Protection</th><td>IP66</td><td>IP68, 1 m for 24 h</td></tr>
<tr><th scope="row">Mass</th><td>148 g</td><td>126 g</td></tr>
</tbody>
</table>
<h2>What has not</h2>
<p>The thread is still M8 and the mounting face still has the same diameter, so an HF-V3 fits wherever an
older sensor was mounted. Old and new sensors can report to the same <a href="article:edge-box-e2">E2 edge
box</a>. Software version 3.6 or newer is needed to read all three axes; earlier versions show the vertical
axis only.</p>
<p>Sensors ordered from today are delivered from Suzhou within three weeks. The HF-V2 remains available as a
spare part for at least six years.</p>
""",
        "tags": ["vibration", "HF-V3", "sensors"],
        "author_line": "Product team, Hangzhou",
        "source": "",
        "days_ago": 5,
        "hour": 11,
        "cover": "bearing-waveform",
        "cover_alt": "A ball bearing with one amber ball, and the ringing waveform it produces",
        "pinned": False,
        "clicks_before": 0,
        "recent_clicks": 341,
    },
    {
        "key": "listening-to-a-bearing",
        "category": "engineering",
        "title": "What a worn bearing sounds like, and how to hear it early",
        "summary": (
            "A long read about impacts, envelopes and patience: how a fault the size of a grain of salt "
            "shows itself in a signal, with a worked example."
        ),
        "body": """
<p>A rolling bearing does not fail suddenly. It fails over weeks or months, and all that time it announces
what is happening, quietly and very regularly. The difficulty is that it speaks in a noisy room. This article
explains what there is to hear, and how a small computer next to the machine can pick it out.</p>
<h2>A hammer that never tires</h2>
<p>Imagine a small pit in the outer ring of a bearing, perhaps half a millimetre long. Each time a ball rolls
over it, the ball drops in and strikes the far edge. The blow is tiny, but it is sharp, and a sharp blow makes
the whole structure ring like a struck glass. The ringing dies out within a few thousandths of a second. Then
the next ball arrives.</p>
<p>The time between two blows depends on geometry alone: how fast the shaft turns, how many balls there are,
and how large they are compared with the circle they run on. For a fault on the outer ring the rate is</p>
<p><code>f_outer = n / 2 × f_shaft × (1 − d / D × cos α)</code></p>
<p>where <code>n</code> is the number of balls, <code>d</code> their diameter, <code>D</code> the diameter of
the circle through their centres and <code>α</code> the contact angle. No property of the oil, the load or the
foundation appears in it. That is what makes the method so dependable: the machine may grow louder or quieter,
but the rhythm of the blows stays the same.</p>
<h2>Why the plain spectrum misses it</h2>
<p>The natural first step is to calculate the spectrum of the vibration and to look for a line at that rate.
Usually there is none, or none that stands out. The energy of each blow is not at the rate of the blows; it is
at the frequency at which the structure rings, often several kilohertz. At low frequencies, where we would
look for the rhythm, the signal is full of larger things: imbalance, misalignment, the blades of the impeller,
the neighbour's compressor.</p>
<figure><img src="picture:spectrogram" alt="A spectrogram: bright curves climb as a machine runs up, and \
side lines appear at the right"><figcaption>A pump running up to speed. The curves are multiples of the shaft
speed; the pairs of lines that appear on the right are the fault.</figcaption></figure>
<p>It is like trying to hear a watch by listening for one beat per second. Nobody hears one hertz. We hear the
ticks, which are high and bright, and notice that they come once per second.</p>
<h2>Listening to the outline</h2>
<p>The cure is to do what the ear does, in four steps:</p>
<ol>
<li>Keep only the band in which the structure rings, for example 3 to 6 kHz, and discard the rest.</li>
<li>Take the outline of what remains: how loud it is from moment to moment, regardless of its pitch. This is
the envelope.</li>
<li>Calculate the spectrum of the envelope instead of the spectrum of the signal.</li>
<li>Look for lines at the rates that the geometry of the bearing predicts, and at two and three times those
rates.</li>
</ol>
<p>Step one is where experience counts. If the band is too low, the imbalance leaks in. If it is too high, the
sensor itself may be ringing. On our own sensors we choose the band automatically: the machine is measured on
ten quiet days, and the band in which its signal is most impulsive and most repeatable is kept.</p>
<h2>A worked example</h2>
<p>A circulation pump in a small dye works runs at 1,480 revolutions per minute, or 24.7 per second. Its
bearing has nine balls, and the ratio <code>d / D</code> is 0.203 with a contact angle of zero. The formula
gives 3.59 blows per revolution, so a fault on the outer ring should appear at 88.5 Hz.</p>
<p>In the first week of March the envelope spectrum was flat. In the third week a line stood at 88.3 Hz, at
twice the height of its surroundings. The slight difference is normal: an induction motor slips a little under
load, and the true speed was 1,477. By the second week of April there were lines at 88, 177 and 265 Hz, and
the first had grown to nine times the background.</p>
<p>At that point the total vibration of the pump, the number that a portable meter shows, had risen from 1.8
to 1.9 millimetres per second. Nobody would have stopped a pump for that.</p>
<figure><img src="picture:shaft-orbit" alt="The path of the shaft centre, turn after turn, widening from a \
blue ellipse to an amber loop"><figcaption>The path of the shaft centre over eight weeks, from blue to amber.
The inner loop is the last thing to appear, and the easiest to see.</figcaption></figure>
<p>The bearing was changed during a planned stop on 2 May. The pit in its outer ring was 0.7 millimetres long.
From the first clear line to the change, the works had had six weeks to order a part that costs less than a
good lunch.</p>
<h2>When not to believe it</h2>
<p>The method has limits, and it is better to know them than to discover them.</p>
<ul>
<li>Below about 100 revolutions per minute the blows are too soft. Other methods are needed there.</li>
<li>A pump that cavitates produces thousands of blows of its own, without any rhythm. The envelope rises
everywhere, and a faint line drowns.</li>
<li>Very late in the life of a bearing, the edges of the pit are rolled smooth and the lines <em>shrink</em>.
A falling line is not good news unless somebody has changed the bearing.</li>
</ul>
<p>For these reasons our software never shows a single number for the health of a bearing. It shows the line,
its history and the speed at which it was measured, and leaves room for a person to disagree. The person
usually has a hand on the machine, and that is still an excellent sensor.</p>
<p>The <a href="article:hf-v3-vibration-sensor">HF-V3</a> carries out all four steps inside the sensor. Those
who prefer to see the raw signal can ask for it: a full minute at 25,600 samples per second takes some time to
send, but it is yours.</p>
""",
        "tags": ["bearings", "vibration", "signal processing"],
        "author_line": "Ruan Yihe, signal processing",
        "source": "",
        "days_ago": 9,
        "hour": 8,
        "cover": "spectrogram",
        "cover_alt": "Bright curves of a spectrogram rising on a dark background",
        "pinned": False,
        "clicks_before": 410,
        "recent_clicks": 297,
    },
    {
        "key": "cold-chain-nine-doors",
        "category": "field-notes",
        "title": "Nine doors and one warm pallet: a week in a cold store",
        "summary": (
            "A cold store lost one pallet a month and nobody knew where. Forty loggers and one patient week "
            "showed that the doors were innocent."
        ),
        "body": """
<p>The cold store has nine doors, four forklift trucks and a loading bay that faces west. It keeps vaccines
and fresh dairy products between 2 and 8 °C, and about once a month a pallet arrived at its destination too
warm. Every pallet had a logger on it, and every logger agreed that something had happened. None could say
where.</p>
<p>We were asked to find out. We brought forty loggers, two edge boxes and a folding chair.</p>
<h2>Monday to Wednesday: nothing</h2>
<p>For three days we recorded the air at all nine doors, one reading every ten seconds. The doors were opened
611 times. The longest opening lasted four minutes and the air just inside rose to 11 °C, which looks alarming
on a screen. The goods, two metres further in, did not notice. A full pallet of yoghurt is half a tonne of
cold; it does not warm in four minutes.</p>
<blockquote><p>Air is nervous. Goods are calm. If you only measure the air, you will spend the week chasing
ghosts.</p></blockquote>
<h2>Thursday: the bay</h2>
<p>On Thursday the sun came out. At ten past three, a pallet was set down in the bay to wait for a lorry that
was stuck at a roundabout. It waited for thirty-eight minutes, in the one place where the sun comes through
the gap between the dock and the roof.</p>
<figure><img src="picture:temperature-chart" alt="Many calm temperature curves inside a band, and one amber \
curve that leaves it and returns"><figcaption>Thirty-five pallets on the same afternoon. The band is 2 to 8
°C; the triangles mark lorries arriving.</figcaption></figure>
<p>Its outer cartons reached 12.4 °C. By the time it was unloaded at the other end, the average was back at 7,
and the cause was sixty kilometres away.</p>
<h2>What was changed</h2>
<p>The remedy cost very little. A strip of canvas now covers the gap. A yellow line on the floor marks where
the sun reaches in summer, and nothing is set down beyond it. The lorries send their arrival time to the
forklift drivers, so that a pallet leaves the cold only when there is something to put it in. The loggers now
also record where they are, to the nearest door.</p>
<p>In the four months since, one pallet has been late and none has been warm. The folding chair is still
there.</p>
""",
        "tags": ["cold chain", "logistics", "measurement"],
        "author_line": "Field team, Rotterdam",
        "source": "",
        "days_ago": 12,
        "hour": 14,
        "cover": "cold-chain-dusk",
        "cover_alt": "A refrigerated lorry on a road between hills at dusk",
        "pinned": False,
        "clicks_before": 260,
        "recent_clicks": 214,
    },
    {
        "key": "edge-box-e2",
        "category": "edge",
        "title": "The E2 edge box keeps working when the line to the cloud does not",
        "summary": (
            "Up to two hundred sensors, ninety days of memory and no fan: the E2 is a small computer for "
            "places where the network is a rumour."
        ),
        "body": """
<p>A factory that loses its internet connection for an afternoon should not lose an afternoon of data. That
sentence was on the first page of the plan for the E2, and it decided most of what followed.</p>
<p>The E2 is a sealed aluminium box about the size of a thick dictionary. It collects the readings of up to
two hundred sensors, stores them, calculates trends and raises alarms, all on the spot. If there is a
connection to our service or to your own server, it sends a copy. If there is none, it waits. Its memory holds
ninety days at full rate, and after that it thins the oldest data rather than refusing the newest.</p>
<h2>Alarms do not travel</h2>
<p>An alarm that has to visit a data centre before it reaches the person standing beside the machine takes a
strange route. On the E2, rules are evaluated in the box. It can close a relay, light a lamp or send a message
over the local network within 200 milliseconds, with or without the outside world.</p>
<p>Rules are written in plain text and kept under version control. A typical one reads:</p>
<p><code>when pump-4.temperature &gt; 78 for 90 s then lamp red and notify shift</code></p>
<h2>Putting one into service</h2>
<ol>
<li>Mount the box on a wall or a rail, with the fins vertical and a hand's width of free air above.</li>
<li>Connect 24 volts. The lamp turns white, then blue.</li>
<li>Open <code>http://e2.local</code> from any computer on the same network and choose a password. There is no
default one.</li>
<li>Hold each sensor against the amber corner of the box until it beeps. It now belongs to this box.</li>
<li>Give the sensors names that your colleagues would use. “Big pump by the stairs” is a good name.</li>
</ol>
<p>Most people need about forty minutes for the first ten sensors, of which thirty are spent on the
ladder.</p>
<h2>No fan, no filter, no visit</h2>
<p>The E2 draws 9 watts and is cooled by its own case, from −25 to +60 °C. There is nothing to clean. Updates
are signed, installed at an hour that you choose, and undone by themselves if the box does not come back
within five minutes.</p>
<p>The E2 works with every sensor we have made since 2017, including the new
<a href="article:hf-v3-vibration-sensor">HF-V3</a>.</p>
""",
        "tags": ["edge computing", "E2"],
        "author_line": "Product team, Hangzhou",
        "source": "",
        "days_ago": 16,
        "hour": 10,
        "cover": "edge-stack",
        "cover_alt": "Four stacked edge computers with amber lines leading to small sensors around them",
        "pinned": False,
        "clicks_before": 380,
        "recent_clicks": 171,
    },
    {
        "key": "rotterdam-office-moves",
        "category": "company-news",
        "title": "Our Rotterdam office has moved along the quay",
        "summary": (
            "Same city, same telephone number, more daylight: the European team now works from an old sail "
            "loft with a test bench by the window."
        ),
        "body": """
<p>Our colleagues in Rotterdam have moved three hundred metres along the same quay, from the second floor of a
shipping office to the whole of an old sail loft. The telephone number and the postal box stay as they were.
The stairs are steeper.</p>
<p>The reason for the move was a bench. The old office had desks, a kettle and a view, but nowhere to bolt
down a pump. Customers who brought a machine with a strange noise had to be sent to Hangzhou, or the noise had
to be recorded and described, which is seldom as good. In the loft there is now a cast-iron bench four metres
long, with water, compressed air and a drain, and a hoist that once lifted sails.</p>
<figure><img src="picture:maas-bridge" alt="A cable-stayed bridge over a wide river in the morning, with a \
tram and a barge"><figcaption>The walk from the station crosses the river. Allow twenty minutes, and thirty
when the bridge is open.</figcaption></figure>
<h2>What the team does there</h2>
<p>Nine people work in the loft. Four look after customers between Lisbon and Tallinn, three develop the
software for cold-chain records, and two repair and calibrate sensors, so that a European customer no longer
waits for a parcel to travel around the world. Until the end of the summer there is also a guest bench, for
anyone from Hangzhou or Suzhou who would like to spend a month close to the people who use what they build.
The first calibration round took four working days from door to door; the aim is three.</p>
<h2>Finding us</h2>
<p>The entrance is on the water side, under the blue hoist beam. Deliveries are received from eight until
four. If you come by boat, which two customers have already done, there is a ring to tie up to, and the coffee
is ready at half past ten.</p>
<p>The exact address is at the foot of every page. We look forward to your strange noises.</p>
""",
        "tags": ["Rotterdam", "offices"],
        "author_line": "HiFred Newsroom",
        "source": "",
        "days_ago": 21,
        "hour": 13,
        "cover": "canal-houses",
        "cover_alt": "A row of gabled houses with lit windows, mirrored in a canal at dusk",
        "pinned": False,
        "clicks_before": 330,
        "recent_clicks": 82,
    },
    {
        "key": "desk-4-release",
        "category": "software",
        "title": "HiFred Desk 4.0 puts the shift handover on one page",
        "summary": (
            "The new version of our monitoring software is quieter: fewer alarms, one page for the handover, "
            "and an export that any spreadsheet can read."
        ),
        "body": """
<p>HiFred Desk is the software in which people see what our sensors measure. Version 4.0 is available today,
free of charge for everyone with a current licence. It adds little and removes a good deal.</p>
<h2>One page at six in the morning</h2>
<p>We spent eleven early mornings in control rooms and watched what is said when one shift takes over from the
next. Nearly always it is three things: what stopped, what was changed, and what to keep an ear on. The new
handover page shows exactly those three lists. The outgoing shift can add a sentence to each line, and the
incoming shift ticks it off. It prints on one sheet.</p>
<h2>Fewer alarms, better ones</h2>
<p>Alarms that concern the same machine within ten minutes are now gathered into one. In the pilot plants, the
number of messages fell from 140 to 31 a week, and the share of messages that somebody acted on rose from one
in nine to one in two.</p>
<h2>Your data, in a file</h2>
<p>Every chart has a button that saves what you see as a plain table. The same can be done from the command
line:</p>
<p><code>desk export --sensor pump-4 --from 2024-03-01 --to 2024-03-31 --format csv</code></p>
<p>Times are written with their time zone, numbers with their unit, and gaps are left empty rather than filled
with zeros. A zero is a measurement; a gap is not.</p>
<h2>Before you update</h2>
<ul>
<li>Version 4.0 needs an <a href="article:edge-box-e2">E2 edge box</a> or a server with at least 4 GB of
memory. The first edge box, the E1, stays on version 3 and will receive security updates for three more
years.</li>
<li>Home-made dashboards are converted automatically. We have kept a copy of the old ones, in case you prefer
them.</li>
<li>The update takes about six minutes. Sensors keep their readings and hand them over afterwards.</li>
</ul>
<p>The full list of changes is in the manual. If something you used has disappeared, please tell us what you
used it for. We removed it because nobody in eleven control rooms opened it, and you may be the twelfth.</p>
""",
        "tags": ["software", "release"],
        "author_line": "Software team",
        "source": "",
        "days_ago": 28,
        "hour": 16,
        "cover": None,
        "cover_alt": "",
        "pinned": False,
        "clicks_before": 640,
        "recent_clicks": 118,
    },
    {
        "key": "c1-cold-chain-logger",
        "category": "cold-chain",
        "title": "The C1 logger measures the goods, not the air around them",
        "summary": (
            "A flat probe that slips between two cartons, a battery for three seasons and a record that can "
            "be checked by anyone: meet the C1."
        ),
        "body": """
<p>In a refrigerated room the air may change by five degrees while a door is open, and the goods by none. A
logger that hangs on the wall reports the air. The C1 is made to report the goods.</p>
<p>Its probe is a flat steel tongue, 1.2 millimetres thick and as long as a hand, which slips between two
cartons and follows their temperature rather than the draught. The body of the logger stays outside, where it
can be read and where the radio has a chance.</p>
<h2>Accuracy</h2>
<p>Each C1 is compared with a reference at four temperatures before it leaves Suzhou. The table shows the
largest difference that we accept, and the largest that we found in the first two thousand units.</p>
<table>
<caption>Deviation from the reference, in °C</caption>
<thead>
<tr><th scope="col">Temperature</th><th scope="col">Accepted</th><th scope="col">Found</th></tr>
</thead>
<tbody>
<tr><th scope="row">−80 °C</th><td>±0.8</td><td>0.61</td></tr>
<tr><th scope="row">−20 °C</th><td>±0.4</td><td>0.27</td></tr>
<tr><th scope="row">+5 °C</th><td>±0.2</td><td>0.12</td></tr>
<tr><th scope="row">+25 °C</th><td>±0.3</td><td>0.19</td></tr>
</tbody>
</table>
<h2>A record that stays a record</h2>
<p>Every reading is chained to the one before it by a short checksum. A value that is altered later, by
accident or on purpose, breaks the chain at that point, and any computer can find the break without asking us.
The report is a single file that opens in an ordinary browser, in English, Chinese, Dutch or German.</p>
<h2>Three seasons</h2>
<p>With one reading every five minutes, the cell lasts for about three years in a chilled room and two in a
frozen one. The logger says so in good time: it shows the remaining months, not a bar.</p>
<p>The C1 joins an existing network without any new equipment. Whether it will be heard from the far corner of
a freezer is another matter, which we have <a href="article:radio-through-concrete">measured in some
detail</a>. The C1 is sold in boxes of ten. Schools and small food cooperatives can borrow a box for a month;
please ask.</p>
""",
        "tags": ["cold chain", "C1", "calibration"],
        "author_line": "Product team, Rotterdam",
        "source": "",
        "days_ago": 45,
        "hour": 9,
        "cover": "warehouse-aisle",
        "cover_alt": "A long warehouse aisle between full racks, with a small carrier vehicle in the middle",
        "pinned": False,
        "clicks_before": 905,
        "recent_clicks": 64,
    },
    {
        "key": "radio-through-concrete",
        "category": "engineering",
        "title": (
            "How far a small radio packet travels through brick, wet concrete, steel racking and sixty "
            "pallets of frozen peas"
        ),
        "summary": (
            "We spent four weeks carrying a transmitter through buildings. Here are the numbers, the method "
            "and the three rules we now follow."
        ),
        "body": """
<p>Every wireless sensor comes with a range on its data sheet. Ours says 4 kilometres, which is true across a
lake. In a building the question has no single answer, and so people guess, install, and come back with a
ladder. We wanted to guess better. In the winter we spent four weeks in nine buildings with a transmitter on a
broomstick, and this is what we brought home.</p>
<h2>The budget</h2>
<p>Think of a radio link as a purse. The transmitter fills it, the walls take from it, and as long as
something is left when the packet reaches the receiver, the packet is read. Our sensors transmit 14 dBm, and
the receiver can read a packet as weak as −124 dBm. The purse therefore holds 138 decibels. Free air over 30
metres takes about 61 of them at 868 MHz. The rest is for the building.</p>
<p>Decibels are convenient because they add. Two walls of 14 dB take 28. They are treacherous for the same
reason: 10 dB sounds like little, and is nine tenths of the power.</p>
<h2>The method</h2>
<p>At each place we sent one hundred packets from each of five heights, and noted how many arrived and how
strong they were. Then we moved the obstacle, or ourselves, and sent them again. The difference is what the
obstacle takes. We threw away the best and the worst tenth, because in a building full of reflections one
lucky position proves nothing.</p>
<table>
<caption>What obstacles take from a packet at 868 MHz (median of all positions)</caption>
<thead>
<tr><th scope="col">Obstacle</th><th scope="col">Loss</th><th scope="col">Spread</th></tr>
</thead>
<tbody>
<tr><th scope="row">Plasterboard wall, 100 mm</th><td>3 dB</td><td>±1</td></tr>
<tr><th scope="row">Brick wall, 110 mm</th><td>6 dB</td><td>±2</td></tr>
<tr><th scope="row">Concrete, 200 mm, dry</th><td>14 dB</td><td>±3</td></tr>
<tr><th scope="row">The same wall, after a week of rain</th><td>19 dB</td><td>±4</td></tr>
<tr><th scope="row">Steel racking, empty, 20 m</th><td>9 dB</td><td>±5</td></tr>
<tr><th scope="row">Steel racking, frozen peas, 20 m</th><td>17 dB</td><td>±6</td></tr>
<tr><th scope="row">Steel racking, bottled water, 20 m</th><td>31 dB</td><td>±6</td></tr>
<tr><th scope="row">Cold-room panel, steel on both sides</th><td>27 dB</td><td>±9</td></tr>
</tbody>
</table>
<h2>Peas are better than water</h2>
<p>The surprise was the peas. We expected sixty pallets of them to be as bad as sixty pallets of bottled
water, since a pea is mostly water too. But ice hardly absorbs radio waves at these frequencies; it is liquid
water that does. A freezer full of food is, as far as the radio is concerned, mostly full of air. The trouble
begins in the chilled section next door, where the same peas have thawed.</p>
<p>Wet concrete confirms it. The same garage wall took 14 dB in a dry week and 19 after rain. A network that
has been installed in a dry summer with 3 dB to spare will fail in autumn, and whoever is sent to repair it
will find nothing wrong.</p>
<h2>Doors are the real walls</h2>
<p>The largest single loss was a closed cold-room door: two sheets of steel with foam in between, in a frame
of steel. What gets through does not go through the panel at all. It leaks through the rubber seal, and the
spread of ±9 dB is simply the age of the seals. The older the door, the better the radio, and the worse the
electricity bill.</p>
<figure><img src="picture:contour-map" alt="A layered map of signal strength from deep blue to sand, with a \
dashed walking route"><figcaption>Signal strength on one floor of a cold store, drawn like a map of hills. The
dots are the places where we stopped.</figcaption></figure>
<p>A map of one floor makes this plain. Signal strength does not fall off in circles around the receiver, as
in the textbook. It pours through openings, collects in corridors and leaves dark ponds behind lift shafts.
Moving a sensor by one metre can be worth more than doubling the power.</p>
<h2>Three rules</h2>
<p>We have changed how we plan networks. The rules are short enough to remember on a ladder:</p>
<ol>
<li><strong>Keep 15 dB in the purse.</strong> If a link works with less to spare on the day it is installed,
it has not been installed, only placed.</li>
<li><strong>Count doors, not metres.</strong> One closed steel door counts as thirty metres of open hall.</li>
<li><strong>Measure when the building is full.</strong> Empty racks tell you about empty racks.</li>
</ol>
<p>The first rule is now built into our software. When a sensor is mounted, the
<a href="article:edge-box-e2">E2 edge box</a> listens to fifty packets and shows the margin in plain words:
<em>comfortable</em>, <em>narrow</em>, or <em>please move me</em>. The word changes while you hold the sensor
in your hand, so that the last metre can be found by trying.</p>
<h2>A small test of the rules</h2>
<p>In February we tried them on a building that we had never seen: a flower warehouse with two cold rooms,
four hundred metres of racking and a canteen in the middle. From the drawing alone we predicted the margin for
sixty sensors. Forty-nine predictions were right to within 6 dB, eight were too cautious and three were wrong.
All three sat behind the canteen, where a new steel kitchen was missing from the drawing. With one more
receiver in the corridor the whole building stayed above 15 dB, on a day in March when every rack was full of
tulips and half the doors were shut.</p>
<h2>What we did not measure</h2>
<p>We measured at one frequency only, with our own antennas, and in buildings whose owners like us. Aluminium
foil, moving trucks and people in wet coats remain to be studied. The raw data, 214,000 packets with position
and strength, is available to anyone who asks, on the condition that they tell us what they find.</p>
""",
        "tags": ["radio", "planning", "cold chain"],
        "author_line": "Marit Oosterveen and the radio bench",
        "source": "",
        "days_ago": 75,
        "hour": 11,
        "cover": "radar-arcs",
        "cover_alt": "Concentric arcs in blue and amber around a point, like a radar screen",
        "pinned": False,
        "clicks_before": 2140,
        "recent_clicks": 93,
    },
    {
        "key": "open-formats-small-factories",
        "category": "industry-news",
        "title": "Small factories ask for open data formats, and suppliers begin to answer",
        "summary": (
            "A survey of 212 small manufacturers finds that the price of sensors matters less than the "
            "freedom to leave. We agree, and explain what we do about it."
        ),
        "body": """
<p>When small factories choose a monitoring system, what do they look at first? According to a survey of 212
manufacturers with fewer than fifty employees, published this month by the trade journal Delta Process Review,
it is no longer the price. For the first time, the most frequent answer is the question of what happens to the
data when the contract ends.</p>
<p>Sixty-one per cent of those asked said that they had at least one machine whose readings they could see but
not save. Forty-four per cent had kept a supplier longer than they wished, because changing would have meant
losing years of history.</p>
<h2>Why now</h2>
<p>The authors name two reasons. The first is age: systems bought in the first wave, eight or ten years ago,
are reaching the end of their lives, and their owners are learning for the first time what it means to move.
The second is insurance. More and more insurers accept continuous measurements in place of a yearly
inspection, but they want to receive them as a file that can still be read in ten years.</p>
<h2>What suppliers offer</h2>
<p>Of the fourteen suppliers in the survey, nine now offer an export of all raw data, up from four two years
ago. Six describe their format in public. Three, and we are glad to be one of them, allow the customer to
carry on using the equipment without any service contract at all.</p>
<p>The picture is not entirely bright. Several exports turn out to be printed charts in disguise, and units or
time zones are missing from almost half of them. A number without a unit is a rumour.</p>
<h2>Our own position</h2>
<p>Everything that a HiFred device records can be copied by its owner at any time, in a format that is
described on two pages. We wrote about the details when we introduced <a href="article:desk-4-release">version
4.0 of our software</a>. We have found that customers who are free to leave have little reason to.</p>
""",
        "tags": ["industry", "open data"],
        "author_line": "",
        "source": "Delta Process Review",
        "days_ago": 110,
        "hour": 15,
        "cover": "factory-morning",
        "cover_alt": "Factory roofs, silos and chimneys along the water in early light",
        "pinned": False,
        "clicks_before": 1265,
        "recent_clicks": 22,
    },
    {
        "key": "pump-room-after-hours",
        "category": "field-notes",
        "title": "A pump room after hours",
        "summary": (
            "Half past nine in the evening, three pumps, one of them humming slightly flat. A short note on listening."
        ),
        "body": """
<p>At half past nine the building is empty and the pump room is at its best. Three pumps stand in a row on
their concrete blocks. Two are running, one is waiting its turn.</p>
<p>The caretaker, who has looked after them for nineteen years, says that the left one has been humming flat
since Tuesday. The display says that all is well. We clamp a sensor to the bearing housing and wait for a
minute.</p>
<p>She is right. The speed is down by eleven revolutions per minute. The pump is healthy; it simply works
harder than last week, because a filter upstream is almost full. No alarm would have come for another ten
days.</p>
<p>We set the new limit at the point where her ear had set it, and wrote her name beside it. Then she switched
off the light, and we listened for a while longer to the one that was still running.</p>
""",
        "tags": ["pumps"],
        "author_line": "Field team, Hangzhou",
        "source": "Notebook of the field team, no. 31",
        "days_ago": 190,
        "hour": 18,
        "cover": "pump-room",
        "cover_alt": "A blue pump with a green motor in a tiled room, a small sensor between them",
        "pinned": False,
        "clicks_before": 780,
        "recent_clicks": 9,
    },
    {
        "key": "apprentices-second-year",
        "category": "people",
        "title": "Four apprentices, a second year and a machine that counts buttons",
        "summary": (
            "Our apprentices were asked to build something useful for a neighbour. The neighbour makes "
            "buttons, two million a week, and had never counted them."
        ),
        "body": """
<p>Every second-year apprentice at HiFred builds one complete device for somebody outside the company: from
the first visit to the last screw. This year there were four of them, and they chose to work together. Their
customer was the button maker across the road.</p>
<p>The button maker ships about two million buttons a week, by weight. Weight is quick, but a mould wears, the
buttons grow heavier by a hair, and at the end of the month the tailor at the other end is two thousand
buttons short. Nobody cheats, and everybody is annoyed.</p>
<h2>First attempt, second attempt</h2>
<p>The first attempt used a camera. It worked on the bench and failed in the workshop, where the light changes
each time a lorry passes the window. The second used a light barrier, and failed with the clear buttons, which
it could not see.</p>
<p>The third uses sound. The buttons slide down a steel chute and strike a small plate, one after another, up
to ninety a second. A vibration sensor listens to the plate and counts the blows. It makes no difference
whether a button is clear, black or pearl.</p>
<blockquote><p>We had been told to look at the buttons. It took us two months to notice that we could simply
listen to them.</p></blockquote>
<h2>What it counts today</h2>
<p>In a test with 50,000 buttons counted by hand, which took the four of them two days and a great deal of
tea, the machine was wrong by six. It has now been running for fourteen weeks. The chute plate has been
replaced once, and the sensor, an ordinary one from the shelf, has not.</p>
<p>There was a side effect. The pitch of the blow depends slightly on the weight of the button, and so the
same signal shows when a mould begins to wear. The apprentices noticed that on a Friday afternoon, while
looking for a mistake that did not exist.</p>
<p>All four will stay for their third year. Applications for the next group are open until the end of June; no
previous knowledge is needed, except of being curious.</p>
""",
        "tags": ["apprentices", "people", "projects"],
        "author_line": "HiFred Newsroom",
        "source": "",
        "days_ago": 320,
        "hour": 12,
        "cover": "circuit-city",
        "cover_alt": "A circuit board seen as a city: a large processor amid blocks of many colours",
        "pinned": False,
        "clicks_before": 3180,
        "recent_clicks": 15,
    },
]

DRAFT = {
    "key": "strain-on-the-bridge",
    "category": "industry-news",
    "title": "A season of strain gauges on a river bridge",
    "summary": "Notes for an article about forty gauges, one tram line and the warmest week of the year.",
    "body": """
<p>Forty gauges have now been on the bridge for a full summer. The steel grows by eleven centimetres between a
cold morning and a hot afternoon, and most of what we see is simply that: the sun, very large and very
slow.</p>
<p>Once the sun has been subtracted, the trams appear. Each one bends the deck by less than the thickness of a
coin, and each one does so a little differently depending on how full it is.</p>
<p>Still to be written: what happens in wind, and how many years of data a bridge engineer would call enough.
The answer so far is “more”.</p>
""",
    "tags": ["bridges", "strain"],
    "author_line": "Field team, Rotterdam",
    "source": "",
    "days_ago": 0,
    "hour": 17,
    "cover": "maas-bridge",
    "cover_alt": "A cable-stayed bridge over a wide river in the morning, with a tram and a barge",
    "pinned": False,
    "clicks_before": 0,
    "recent_clicks": 0,
}

SCHEDULED = {
    "key": "winter-firmware-window",
    "category": "announcements",
    "title": "The winter firmware arrives in two steps this year",
    "summary": (
        "Edge boxes are updated first and sensors a week later. Nothing needs to be done, but you can choose the hour."
    ),
    "body": """
<p>The winter firmware for our sensors and edge boxes is ready. As in every year it is sent out in steps, so
that we can stop if something is not right: first to our own machines, then to volunteers, and then to
everyone.</p>
<ol>
<li><strong>Edge boxes</strong> receive the update this week, between two and four in the morning local time,
unless you have chosen another hour.</li>
<li><strong>Sensors</strong> follow a week later. Each one is silent for about ninety seconds while it
restarts.</li>
</ol>
<p>The update improves battery life in the cold and corrects the clock of loggers that cross a time zone while
in use. There are no changes to the recorded format.</p>
<p>To choose another hour, open <code>Settings</code>, then <code>Updates</code>, on your
<a href="article:edge-box-e2">E2 edge box</a>. Boxes without a connection can be updated from a USB stick; the
file will be in the download section.</p>
""",
    "tags": ["firmware", "E2"],
    "author_line": "Software team",
    "source": "",
    "days_ago": -3,
    "hour": 8,
    "cover": "radar-arcs",
    "cover_alt": "Concentric arcs in blue and amber around a point, like a radar screen",
    "pinned": False,
    "clicks_before": 0,
    "recent_clicks": 0,
}
