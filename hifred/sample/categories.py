"""The sample site's category tree, three levels deep, in English and Chinese."""

CATEGORIES = [
    {
        "slug": "company-news",
        "name": {"en": "Company News", "zh-hans": "公司新闻"},
        "description": {
            "en": "What happens in our own houses in Hangzhou, Suzhou and Rotterdam.",
            "zh-hans": "杭州、苏州和鹿特丹三地的大事小事。",
        },
        "children": [
            {
                "slug": "announcements",
                "name": {"en": "Announcements", "zh-hans": "公告"},
                "description": {
                    "en": "New places, new dates and changes that customers should know about.",
                    "zh-hans": "新地点、新日程，以及客户需要知道的变化。",
                },
                "children": [],
            },
            {
                "slug": "people",
                "name": {"en": "People", "zh-hans": "人物"},
                "description": {
                    "en": "The people who design, build and repair what we make.",
                    "zh-hans": "设计、制造和修理这些设备的人。",
                },
                "children": [
                    {
                        "slug": "open-days",
                        "name": {"en": "Open Days", "zh-hans": "开放日"},
                        "description": {
                            "en": "Days on which our doors are open to neighbours, schools and the curious.",
                            "zh-hans": "向邻居、学校和好奇的朋友敞开大门的日子。",
                        },
                        "children": [],
                    },
                ],
            },
        ],
    },
    {
        "slug": "products",
        "name": {"en": "Products", "zh-hans": "产品"},
        "description": {
            "en": "Sensors, edge computers and the software that ties them together.",
            "zh-hans": "传感器、边缘计算设备，以及把它们连在一起的软件。",
        },
        "children": [
            {
                "slug": "sensors",
                "name": {"en": "Sensors", "zh-hans": "传感器"},
                "description": {
                    "en": "Small devices that listen, feel and measure, often for years on one cell.",
                    "zh-hans": "会听、会感觉、会测量的小设备，一节电池往往能用好几年。",
                },
                "children": [
                    {
                        "slug": "vibration",
                        "name": {"en": "Vibration", "zh-hans": "振动"},
                        "description": {
                            "en": "Sensors for pumps, fans, motors and everything else that turns.",
                            "zh-hans": "用于水泵、风机、电机以及一切旋转机械的传感器。",
                        },
                        "children": [],
                    },
                    {
                        "slug": "cold-chain",
                        "name": {"en": "Cold Chain", "zh-hans": "冷链"},
                        "description": {
                            "en": "Loggers and probes for food and medicine, from the store to the door.",
                            "zh-hans": "为食品和药品准备的记录仪与探头，从冷库一直到门口。",
                        },
                        "children": [],
                    },
                ],
            },
            {
                "slug": "edge",
                "name": {"en": "Edge Computing", "zh-hans": "边缘计算"},
                "description": {
                    "en": "Computers that stand beside the machine and decide on the spot.",
                    "zh-hans": "站在机器旁边、就地做判断的计算机。",
                },
                "children": [],
            },
            {
                "slug": "software",
                "name": {"en": "Software", "zh-hans": "软件"},
                "description": {
                    "en": "HiFred Desk and the tools around it: releases, hints and changes.",
                    "zh-hans": "HiFred Desk及相关工具：新版本、小技巧和改动说明。",
                },
                "children": [],
            },
        ],
    },
    {
        "slug": "insights",
        "name": {"en": "Insights", "zh-hans": "见解"},
        "description": {
            "en": "What we learn on site and at the bench, written down for others.",
            "zh-hans": "把现场和试验台上学到的东西写下来，与人分享。",
        },
        "children": [
            {
                "slug": "field-notes",
                "name": {"en": "Field Notes", "zh-hans": "现场笔记"},
                "description": {
                    "en": "Short reports from pump rooms, cold stores and factory floors.",
                    "zh-hans": "来自泵房、冷库和车间的短记。",
                },
                "children": [],
            },
            {
                "slug": "engineering",
                "name": {"en": "Engineering", "zh-hans": "工程"},
                "description": {
                    "en": "Longer articles about methods, with numbers, doubts and worked examples.",
                    "zh-hans": "关于方法的长文，有数字，有疑问，也有算例。",
                },
                "children": [],
            },
        ],
    },
    {
        "slug": "industry-news",
        "name": {"en": "Industry News", "zh-hans": "行业动态"},
        "description": {
            "en": "What moves in the trade around us, and what we think of it.",
            "zh-hans": "行业里正在发生的事，以及我们的看法。",
        },
        "children": [],
    },
]
