"""The English static pages of the sample site, parents before their children."""

PAGES = [
    {
        "key": "about",
        "parent": None,
        "slug": "about",
        "title": "About HiFred",
        "summary": (
            "We make sensors, edge computers and software for pumps, cold chains and small factories, and we "
            "mend what we make."
        ),
        "body": """
<p>HiFred makes equipment for places that are seldom photographed: pump rooms, cold stores, boiler houses and
factories with fewer than fifty people. The machines there are important to somebody every day, and most of
them are looked after by one person who also looks after everything else. Our work is to give that person a
little more warning and a little less noise.</p>
<h2>What we make</h2>
<ul>
<li><strong>Sensors</strong> for vibration, temperature and humidity. They work for years on one cell and do
most of their thinking before they switch on the radio. The <a href="article:hf-v3-vibration-sensor">HF-V3</a>
is the newest.</li>
<li><strong>Edge computers</strong> that stand beside the machine, keep its history and raise the alarm. The
<a href="article:edge-box-e2">E2</a> does so with or without a connection to the outside world.</li>
<li><strong>Software</strong>, called HiFred Desk, in which people see what was measured and tell the next
shift about it.</li>
</ul>
<figure><img src="picture:edge-stack" alt="Four stacked edge computers with amber lines leading to small \
sensors around them"><figcaption>Most installations are smaller than this one: a single edge box and ten or
twelve sensors.</figcaption></figure>
<h2>Four rules</h2>
<p>We have few rules and try to keep them.</p>
<ol>
<li>What a device records belongs to its owner, in a file that can be read without us.</li>
<li>An alarm says what was measured, since when, and what a person might do about it.</li>
<li>Nothing stops working because a contract has ended or a cable has been cut.</li>
<li>What breaks is opened, understood and, if it is sensible, <a href="page:repair">mended</a>.</li>
</ol>
<blockquote><p>The person beside the machine is not a user of our system. Our system is one of that person's
tools, and it hangs on the wall with the others.</p></blockquote>
<h2>Who we are</h2>
<p>Some sixty people work for HiFred: thirty-three in Hangzhou, eighteen in Suzhou and nine in Rotterdam.
About half are engineers, a quarter build and repair, and the rest answer letters, drive vans, cook lunch and
see to it that the invoices are right. You can read more about <a href="page:places">the three places</a> and
about <a href="page:history">how it began</a>, with a fan above a noodle shop.</p>
""",
        "cover": "tea-hills",
        "cover_alt": "Terraced tea hills in morning haze with a small weather mast and a pavilion",
        "shows_contact": False,
    },
    {
        "key": "places",
        "parent": "about",
        "slug": "places",
        "title": "Three places",
        "summary": (
            "Design in Hangzhou, a workshop in Suzhou and an office in Rotterdam. Each has a bench, and each "
            "receives visitors."
        ),
        "body": """
<p>HiFred works in three houses. They lie far apart, but they are arranged in the same way: there is a bench
in the middle, the desks stand around it, and the kettle is where both can reach it.</p>
<h2>Hangzhou</h2>
<p>The main building stands at the foot of a tea hill in the west of the city. This is where sensors and edge
boxes are designed, where the software is written and where most letters are answered. The test hall on the
ground floor has a cold room at −20 °C, a row of pumps that may be broken on purpose, and a roof on which new
housings spend the rainy season. Once a year we open <a href="article:spring-open-day">the front gate and the
hall</a> to everyone.</p>
<h2>Suzhou</h2>
<p>The workshop is a former loom factory beside a canal. What has been designed in Hangzhou is built,
calibrated and repaired there, by eighteen people on two floors. It has <a href="page:suzhou">a page of its
own</a>.</p>
<h2>Rotterdam</h2>
<p>Nine people look after our European customers from an old sail loft on the quay, to which they
<a href="article:rotterdam-office-moves">moved recently</a>. They also develop the software for cold-chain
records, and two of them repair and calibrate sensors, so that a European customer does not have to send a
parcel around the world.</p>
<figure><img src="picture:canal-houses" alt="A row of gabled houses with lit windows, mirrored in a canal at \
dusk"><figcaption>The houses opposite the old office in Rotterdam. The new one has more sky and steeper
stairs.</figcaption></figure>
<h2>Before you come</h2>
<ul>
<li><strong>Hangzhou:</strong> on working days, by appointment. The hall is level and has a lift.</li>
<li><strong>Suzhou:</strong> on Thursday afternoons, in groups of up to six. Please write a week ahead and
wear closed shoes.</li>
<li><strong>Rotterdam:</strong> on working days, by appointment. Machines that make a strange noise are
received from eight until four, under the blue hoist beam.</li>
</ul>
<p>Addresses and telephone numbers are on the <a href="page:contact">contact page</a>.</p>
""",
        "cover": "maas-bridge",
        "cover_alt": "A cable-stayed bridge over a wide river in the morning, with a tram and a barge",
        "shows_contact": False,
    },
    {
        "key": "suzhou",
        "parent": "places",
        "slug": "suzhou",
        "title": "The Suzhou workshop",
        "summary": "Two floors of a former loom factory, eighteen benches and a room that does not shake.",
        "body": """
<p>Every sensor that carries our name has been on one of eighteen benches beside a canal in Suzhou. The house
was built for looms. The floors are thick, the windows face north, and the ceiling still has the hooks from
which the belts once hung. We use them for lamps.</p>
<h2>From tray to parcel</h2>
<ol>
<li><strong>Housings</strong> are machined, potted and pressure-tested on the ground floor. The resin needs
six hours, and so the day begins with yesterday's work.</li>
<li><strong>Boards</strong> are tested on the upper floor and paired with a housing. From then on the two
share one number.</li>
<li><strong>Calibration</strong> takes at least ninety minutes in a room with its own foundation, four metres
below the street.</li>
<li><strong>Packing</strong> is done by the person who calibrated the sensor, and who signs its sheet.</li>
</ol>
<figure><img src="picture:bearing-waveform" alt="A ball bearing with one amber ball, and the ringing waveform \
it produces"><figcaption>The vibration table plays the same worn bearing to every sensor. What the sensor
hears is printed on its sheet.</figcaption></figure>
<h2>What the room can do</h2>
<ul>
<li>Vibration from 2 Hz to 10 kHz, up to twelve times the acceleration of gravity.</li>
<li>Climate from −40 to +85 °C, dry or with the rain running down the glass.</li>
<li>A liquid bath that holds its temperature to within a hundredth of a degree.</li>
</ul>
<p>The room is also open to others. On two days a month, neighbours bring instruments that have nothing to do
with us, among them the scales of the button maker and the thermometer of a bakery.</p>
<h2>Six benches for repair</h2>
<p>A third of the benches are kept free for things that come back. How that works, and what it costs, is
described under <a href="page:repair">repair</a>. The story of the opening is
<a href="article:suzhou-workshop-opens">in the news</a>.</p>
<blockquote><p>Please leave watches and telephones in the locker by the door. The table does not mind them,
but they mind the table.</p></blockquote>
""",
        "cover": "suzhou-workshop",
        "cover_alt": "A workbench with a lamp and an oscilloscope in front of a round window onto a canal",
        "shows_contact": False,
    },
    {
        "key": "history",
        "parent": "about",
        "slug": "history",
        "title": "How it began",
        "summary": (
            "From a rattling fan above a noodle shop to three houses and sixty people, with the mistakes left in."
        ),
        "body": """
<p>In the winter of 2015, three people rented a room above a noodle shop in Hangzhou in order to write
software for somebody else. From half past ten until two, the extractor fan below made the tables hum. Toward
New Year the hum acquired a beat. One of the three taped a microphone to the duct, looked at the recording and
announced that the bearing of the fan was about to fail.</p>
<p>The owner changed the bearing. The beat remained. It came from a loose screw in the bracket, which the
owner then found with his hand in less than a minute.</p>
<blockquote><p>We had a recording, a spectrum and a theory. He had a hand. The company was founded to bring
the two together.</p></blockquote>
<h2>The years since</h2>
<ul>
<li><strong>2015:</strong> HiFred is registered. The first sensor is wired, weighs almost a kilogram and is
sold eleven times.</li>
<li><strong>2017:</strong> The first wireless sensors. Their radio language has not changed since, so that
every one of them can still speak to our newest edge box.</li>
<li><strong>2018:</strong> Move to the building at the foot of the tea hill. The cold room is the first thing
to be switched on.</li>
<li><strong>2019:</strong> The first edge box, the E1, made after a flood had cut off a customer's waterworks
from the network for nine days.</li>
<li><strong>2020:</strong> A desk for two in Rotterdam, on the second floor of a shipping office.</li>
<li><strong>2022:</strong> The first loggers for cold chains. We begin to publish our mistakes in the
<a href="article:pump-room-after-hours">field notes</a>.</li>
<li><strong>Lately:</strong> The <a href="article:edge-box-e2">E2</a>, a sail loft in Rotterdam, and
<a href="page:suzhou">a workshop in Suzhou</a>.</li>
</ul>
<figure><img src="picture:pump-room" alt="A blue pump with a green motor in a tiled room, a small sensor \
between them"><figcaption>A pump room in Hangzhou. The sensors of 2017 are still at work in this
building.</figcaption></figure>
<h2>What has stayed</h2>
<p>The noodle shop is still there, and so is the fan. It has a sensor now, number 0001 of the third series,
which the owner regards with patience. When he and the sensor disagree, we go and look. So far he leads by
seven to four.</p>
""",
        "cover": "factory-morning",
        "cover_alt": "Factory roofs, silos and chimneys along the water in early light",
        "shows_contact": False,
    },
    {
        "key": "services",
        "parent": None,
        "slug": "services",
        "title": "Services",
        "summary": "Planning, calibration, repair and advice, with the times in which we promise to do them.",
        "body": """
<p>A sensor is bought once and used for ten years. Most of what we do for customers therefore happens after
the sale. None of it is compulsory: our equipment works without a service contract, and the data can be copied
at any time.</p>
<h2>What is looked after, and how fast</h2>
<table>
<caption>Times in working days, from the arrival of the parcel or letter</caption>
<thead>
<tr><th scope="col">Service</th><th scope="col">What it covers</th><th scope="col">Suzhou</th><th \
scope="col">Rotterdam</th></tr>
</thead>
<tbody>
<tr><th scope="row">First answer</th><td>Any question, from anyone</td><td>2</td><td>2</td></tr>
<tr><th scope="row">Calibration</th><td>All sensors and loggers since 2017, with a new
sheet</td><td>3</td><td>4</td></tr>
<tr><th scope="row">Repair quote</th><td>Fault found, photographed and priced</td><td>3</td><td>3</td></tr>
<tr><th scope="row">Repair</th><td>Sensors and loggers, once you have agreed</td><td>5</td><td>7</td></tr>
<tr><th scope="row">Repair of edge boxes</th><td>E1 and E2, with their memory left as it
was</td><td>5</td><td>10</td></tr>
<tr><th scope="row">Network plan</th><td>Where sensors and receivers should go, from a
drawing</td><td>8</td><td>8</td></tr>
</tbody>
</table>
<p>If we are late, we say so before you have to ask, and calibration is free that time.</p>
<h2>Planning and installation</h2>
<p>Most customers mount their sensors themselves. The first ten take about forty minutes, most of them on a
ladder. For larger buildings we draw a plan, and for difficult ones we come and measure, preferably when the
racks are full. What such a visit is like can be read in <a href="article:cold-chain-nine-doors">a week in a
cold store</a>.</p>
<figure><img src="picture:contour-map" alt="A layered map of signal strength from deep blue to sand, with a \
dashed walking route"><figcaption>A network plan begins with a map like this one: where a radio signal is
strong, and where it has to be carried.</figcaption></figure>
<h2>Advice</h2>
<p>If a machine makes a noise that nobody can explain, send us a recording of one minute, with the speed of
the shaft. A person listens to it. The answer may well be that nothing is wrong; we do not charge for that
either.</p>
<blockquote><p>Before you order anything, put your hand on the machine and write down what you feel. It is the
first line of every good report.</p></blockquote>
<h2>To arrange something</h2>
<ol>
<li>Write to us, or use the chat. Say which machine it is, and what you have noticed.</li>
<li>We answer with a price, a date and the name of the person who will do it.</li>
<li>If something has to travel, see <a href="page:repair">how to send it in</a>.</li>
</ol>
""",
        "cover": "rain-sensor",
        "cover_alt": "A sensor on a pipe in a rainy night, its housing covered in drops, an amber lamp lit",
        "shows_contact": False,
    },
    {
        "key": "repair",
        "parent": "services",
        "slug": "repair",
        "title": "Repair",
        "summary": "How to send something in, what happens to it, and when we advise against mending it.",
        "body": """
<p>We repair every sensor, logger and edge box that we have made since 2017, for as long as parts can be
found. For sensors that are no longer sold, parts are kept for at least six years.</p>
<h2>Sending it in</h2>
<ol>
<li>Write to us with the number on the base plate and a sentence about what happened. “It fell into the sump”
is enough.</li>
<li>We send you a repair number. Write it on the parcel.</li>
<li>Leave the battery in, and please do not clean the device. The dirt is often the best witness.</li>
<li>Send it to Suzhou or to Rotterdam, whichever is nearer. The addresses come with the number.</li>
</ol>
<h2>What happens then</h2>
<p>The device is opened on the day it arrives. Within three working days you receive a short note: a
photograph of the fault, what we believe caused it, and what the repair would cost. Nothing is done until you
agree. If you do not, the device goes back as it came, and you pay the postage only.</p>
<figure><img src="picture:sensor-exploded" alt="The parts of the sensor one above the other: lid, gasket, \
board, cell and base"><figcaption>A vibration sensor has five parts that matter. All of them can be replaced
one at a time.</figcaption></figure>
<p>A repaired sensor is calibrated like a new one and carries the same number as before, so that its history
continues. Readings that were still in its memory are handed over to you in a file.</p>
<h2>When we advise against it</h2>
<ul>
<li>When the repair would cost more than half the price of a new device.</li>
<li>When the base plate is cracked. It can be glued, but it will never again tell the truth above 3 kHz.</li>
<li>When the same fault has come back three times. Then it is the place that needs mending, and we would like
to see it.</li>
</ul>
<blockquote><p>Of the last hundred devices that came in, seventy-eight were mended, thirteen were replaced,
and nine had nothing wrong with them except a flat cell.</p></blockquote>
<h2>Mending it yourself</h2>
<p>Every sensor since the <a href="article:hf-v3-vibration-sensor">HF-V3</a> can be opened with one tool.
Gaskets, cells and lids are sold singly, with a drawing. Opening a device does not end its guarantee; please
only tell us that you did. Other services, and the times for them, are listed under
<a href="page:services">services</a>.</p>
""",
        "cover": "circuit-city",
        "cover_alt": "A circuit board seen as a city: a large processor amid blocks of many colours",
        "shows_contact": False,
    },
    {
        "key": "contact",
        "parent": None,
        "slug": "contact",
        "title": "Contact",
        "summary": (
            "Write, call or ask in the chat. A person answers, usually one who has held the device in question."
        ),
        "body": """
<p>The quickest way depends on what has happened.</p>
<ul>
<li><strong>A machine is making a noise, or an alarm has come:</strong> please call. During opening hours an
engineer picks up within a few minutes.</li>
<li><strong>A short question:</strong> use the chat. In opening hours we answer within the hour, otherwise the
next morning. The answer waits for you on the same page.</li>
<li><strong>Anything longer:</strong> write an e-mail. You will have an answer within two working days, in
English or Chinese; our colleagues in Rotterdam also read Dutch and German.</li>
</ul>
<h2>Who answers</h2>
<p>Six people in Hangzhou and four in Rotterdam take turns. Each has worked at a bench, and each signs with a
name, so that you can ask for the same person again. If something has to be sent in, read
<a href="page:repair">how repair works</a> first: it saves one letter each way.</p>
<p>Visitors are welcome by appointment in <a href="page:places">all three places</a>.</p>
""",
        "cover": "",
        "cover_alt": "",
        "shows_contact": True,
    },
    {
        "key": "privacy",
        "parent": None,
        "slug": "privacy",
        "title": "Privacy",
        "summary": "What this site keeps, for how long, and what it does not keep at all.",
        "body": """
<p>This page is short because there is little to tell. The site is made so that it can be read without leaving
anything behind.</p>
<h2>When you read</h2>
<p>We count how often an article is opened: one number for each article and each day. The count knows nothing
about you. It uses no cookie and no script, and the address of your computer is not stored with it. We cannot
tell whether ten clicks come from ten readers or from one very interested one.</p>
<h2>When you write to us in the chat</h2>
<ul>
<li><strong>Your messages</strong> are kept so that we can answer them. If you give a name or an e-mail
address, it is kept with them; both are voluntary.</li>
<li><strong>What brings you back</strong> to your conversation, and what keeps the chat from being flooded, is
listed at the end of this page, as the site is set up today.</li>
<li><strong>The name of your browser</strong> is not kept.</li>
</ul>
<p>Only the people who answer can read the messages. They are used for nothing else, and are not passed
on.</p>
<h2>Deleting a conversation</h2>
<p>You can delete the conversation yourself, on the page where you wrote it, at any time and without giving a
reason. Your messages, our answers and your name are then gone, and we cannot bring them back. If you have
lost the cookie, for instance because you now use another computer, <a href="page:contact">write to us</a> and
we will do it for you.</p>
<h2>Nothing from third parties</h2>
<p>Pictures, fonts and programs come from this site alone. There is no advertising, no measuring service and
no button that reports your visit to somebody else. Links that lead elsewhere are ordinary links: nothing
happens until you follow one.</p>
<h2>What our devices record</h2>
<p>That is a different matter, with a simple answer: it belongs to the owner of the device. How an edge box
keeps it, and for how long, is described <a href="article:edge-box-e2">in the article about the E2</a>.</p>
""",
        "cover": "",
        "cover_alt": "",
        "shows_contact": False,
    },
]
