"""What stands around the sample site's articles: menus, banners, partners, conversations and staff."""

HEADER = [
    {"label": {"en": "Home", "zh-hans": "首页"}, "target": "/", "children": []},
    {
        "label": {"en": "News", "zh-hans": "新闻"},
        "target": "/news/",
        "children": [
            {
                "label": {"en": "Company News", "zh-hans": "公司新闻"},
                "target": "category:company-news",
                "children": [],
            },
            {"label": {"en": "Products", "zh-hans": "产品"}, "target": "category:products", "children": []},
            {"label": {"en": "Insights", "zh-hans": "见解"}, "target": "category:insights", "children": []},
            {
                "label": {"en": "Industry News", "zh-hans": "行业动态"},
                "target": "category:industry-news",
                "children": [],
            },
        ],
    },
    {
        "label": {"en": "About", "zh-hans": "关于我们"},
        "target": "page:about",
        "children": [
            {"label": {"en": "Three places", "zh-hans": "三处所在"}, "target": "page:places", "children": []},
            {"label": {"en": "How it began", "zh-hans": "我们的来历"}, "target": "page:history", "children": []},
        ],
    },
    {
        "label": {"en": "Services", "zh-hans": "服务"},
        "target": "page:services",
        "children": [
            {"label": {"en": "Repair", "zh-hans": "维修"}, "target": "page:repair", "children": []},
        ],
    },
    {"label": {"en": "Contact", "zh-hans": "联系我们"}, "target": "page:contact", "children": []},
]

FOOTER = [
    {
        "label": {"en": "Company", "zh-hans": "公司"},
        "target": "",
        "children": [
            {"label": {"en": "About HiFred", "zh-hans": "关于海弗瑞德"}, "target": "page:about", "children": []},
            {"label": {"en": "Suzhou workshop", "zh-hans": "苏州工坊"}, "target": "page:suzhou", "children": []},
            {"label": {"en": "How it began", "zh-hans": "我们的来历"}, "target": "page:history", "children": []},
            {"label": {"en": "Privacy", "zh-hans": "隐私说明"}, "target": "page:privacy", "children": []},
        ],
    },
    {
        "label": {"en": "News", "zh-hans": "新闻"},
        "target": "",
        "children": [
            {"label": {"en": "All news", "zh-hans": "全部新闻"}, "target": "/news/", "children": []},
            {"label": {"en": "Field Notes", "zh-hans": "现场笔记"}, "target": "category:field-notes", "children": []},
            {"label": {"en": "Engineering", "zh-hans": "工程"}, "target": "category:engineering", "children": []},
            {"label": {"en": "Archive", "zh-hans": "往期归档"}, "target": "/news/archive/", "children": []},
        ],
    },
    {
        "label": {"en": "Help", "zh-hans": "帮助"},
        "target": "",
        "children": [
            {"label": {"en": "Chat", "zh-hans": "在线留言"}, "target": "/chat/", "children": []},
            {"label": {"en": "Services and times", "zh-hans": "服务与时限"}, "target": "page:services", "children": []},
            {"label": {"en": "Send in for repair", "zh-hans": "送修"}, "target": "page:repair", "children": []},
            {"label": {"en": "Contact", "zh-hans": "联系我们"}, "target": "page:contact", "children": []},
        ],
    },
]

BANNERS = [
    {
        "picture": "banner-waterworks",
        "title": {"en": "The pump that spoke up in time", "zh-hans": "水泵早一步开口"},
        "text": {
            "en": "Our sensors listen for a full minute before they say anything, and then they say it clearly.",
            "zh-hans": "我们的传感器先听满一分钟，再开口；一开口，就说清楚。",
        },
        "target": "article:hf-v3-vibration-sensor",
        "link_words": {"en": "See how it works", "zh-hans": "看看它怎么工作"},
    },
    {
        "picture": "banner-cold-store",
        "title": {"en": "Nine doors, one warm pallet", "zh-hans": "九扇门，一托盘变暖的货"},
        "text": {
            "en": "Forty loggers and a folding chair spent a week in a cold store, and the doors were innocent.",
            "zh-hans": "四十只记录仪和一把折叠椅，在冷库里守了一周，证明门是清白的。",
        },
        "target": "article:cold-chain-nine-doors",
        "link_words": {"en": "Read the field note", "zh-hans": "读现场笔记"},
    },
    {
        "picture": "banner-workbench",
        "title": {"en": "What breaks is mended", "zh-hans": "坏了，就修"},
        "text": {
            "en": "Send us the sensor as it is, dirt included, and within three days you know what happened to it.",
            "zh-hans": "传感器原样寄来，不必擦洗，三个工作日内告诉您它出了什么事。",
        },
        "target": "page:repair",
        "link_words": {"en": "How to send it in", "zh-hans": "怎样送修"},
    },
]

PARTNERS = [
    {
        "name": {"en": "Institute for Quiet Machines", "zh-hans": "静音机械研究所"},
        "address": "https://example.org/quiet-machines",
        "picture": "partner-quiet-machines",
    },
    {
        "name": {"en": "Delta Cold Storage Cooperative", "zh-hans": "三角洲冷藏合作社"},
        "address": "https://example.com/delta-cold-storage",
        "picture": "partner-delta-cold",
    },
    {
        "name": {"en": "Nine Bridges Waterworks", "zh-hans": "九桥水务"},
        "address": "https://example.net/nine-bridges",
        "picture": "partner-nine-bridges",
    },
    {
        "name": {"en": "Open Gauge Foundation", "zh-hans": "开放量具基金会"},
        "address": "https://example.org/open-gauge",
        "picture": "partner-open-gauge",
    },
]

CONVERSATIONS = [
    {
        "key": "door-alarms",
        "language": "en",
        "name": "Hanneke Vroom",
        "email": "h.vroom@example.com",
        "status": "pending",
        "hours_ago": 5,
        "messages": [
            (
                "visitor",
                "Good morning. Our cold store has six doors and C1 loggers on the pallets. Since Monday I get a "
                "door alarm every time a forklift goes through. Can it wait a little longer before it complains?",
                0,
            ),
            (
                "staff",
                "Good morning, it can. Which rule sends the alarm? In HiFred Desk open the door, then Rules, and "
                "copy the line to me. And how long is a door usually open?",
                9,
            ),
            ("visitor", "It says: when door-3.open for 20 s then notify shift. A forklift needs about 45 seconds.", 16),
            (
                "staff",
                "Then 20 seconds is too strict. Try: when door-3.open for 150 s then notify shift. The goods will "
                "not notice two and a half minutes, and you keep an alarm for a door that is left open.",
                21,
            ),
            ("visitor", "Done for all six. It is quiet now. Will the changed rules survive an update of the box?", 38),
            (
                "staff",
                "They will. Rules stay in the box, with every earlier version, and an update does not touch them. "
                "Tell us on Friday whether 150 was right; a warm week is the real test.",
                44,
            ),
        ],
    },
    {
        "key": "repair-quote",
        "language": "zh-hans",
        "name": "骆师傅",
        "email": "luo@example.com",
        "status": "open",
        "hours_ago": 2,
        "messages": [
            (
                "visitor",
                "你们好，我们是修水泵的作坊。手上有三只HF-V2，两只不亮灯，一只读数乱跳，能修吗？大概多少钱？",
                0,
            ),
            ("staff", "您好，HF-V2可以修。麻烦您报一下底板上的编号。读数乱跳的那只，之前摔过或者进过水吗？", 6),
            ("visitor", "编号末四位是3107、3112、3140。乱跳的是3140，上个月掉进集水坑，捞上来晾了两天。", 15),
            (
                "staff",
                "谢谢。3107和3112多半只是电池用完了，换电池加校准即可；3140要拆开看才好说。"
                "请别清洗，三只一起寄到苏州，收到后三个工作日内给您照片和报价，您同意了我们再动手。",
                22,
            ),
            (
                "visitor",
                "好的。万一3140不值得修，换一只HF-V3，原来的M8安装孔还能用吗？还有，今天下午寄出，周四能到，来得及排上吗？",
                41,
            ),
        ],
    },
]

REPLIES = [
    ("hours", "en", "Hello {name}, somebody of us is here from Monday to Friday, 9:00 to 17:30 in Suzhou."),
    ("hours", "zh-hans", "您好 {name}，我们的工作时间是周一至周五 9:00 至 17:30。"),
    ("manual", "en", "The manual of every sensor is under Products, at the end of its page."),
    ("manual", "zh-hans", "每款传感器的说明书都在“产品”栏目相应页面的末尾。"),
]

STAFF = [
    {"username": "ruan.yihe", "first_name": "Yihe", "last_name": "Ruan", "role": "Authors"},
    {"username": "ke.wenlan", "first_name": "Wenlan", "last_name": "Ke", "role": "Editors"},
    {"username": "joris.veerdam", "first_name": "Joris", "last_name": "Veerdam", "role": "Site managers"},
    {"username": "marit.oosterveen", "first_name": "Marit", "last_name": "Oosterveen", "role": "Chat agents"},
]

# What an author asks with the article that waits for a review
QUESTION = "Is the customer content with the photograph of the bridge? I can leave it out."
