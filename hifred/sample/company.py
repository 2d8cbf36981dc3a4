"""The facts of the invented company behind the sample site, in English and Chinese."""

COMPANY = {
    "company_name": {"en": "HiFred Technology Company Ltd", "zh-hans": "海弗瑞德科技有限公司"},
    "description": {
        "en": "Sensors, edge computers and software for pumps, cold chains and small factories.",
        "zh-hans": "为水泵、冷链和小型工厂提供传感器、边缘计算设备与软件。",
    },
    "about": {
        "en": (
            "HiFred builds sensors that listen to machines, small computers that understand what they hear, "
            "and software that tells people about it in plain words. Our equipment looks after pumps, cold "
            "rooms and small factories, often in places where the network is weak and the stairs are steep.\n"
            "\n"
            "We design in Hangzhou, build, calibrate and repair in Suzhou, and look after our European "
            "customers from Rotterdam. What a device records belongs to its owner, and what breaks is mended "
            "for as long as we can find the parts."
        ),
        "zh-hans": (
            "海弗瑞德制造会倾听机器的传感器、听得懂的小计算机，以及用平实的话把结果告诉人的软件。"
            "我们的设备照看着水泵、冷库和小型工厂，常常在网络不好、楼梯很陡的地方。\n"
            "\n"
            "我们在杭州设计，在苏州制造、校准和维修，在鹿特丹服务欧洲客户。"
            "设备记录的数据归它的主人所有；东西坏了，只要还找得到零件，我们就修。"
        ),
    },
    "address": {
        "en": "Building 3, 000 Tea Hill Lane, Xihu District, Hangzhou, Zhejiang, China",
        "zh-hans": "浙江省杭州市西湖区茶山里000号3幢",
    },
    "footer_text": {
        "en": "Hangzhou · Suzhou · Rotterdam. We answer letters within two working days.",
        "zh-hans": "杭州·苏州·鹿特丹。来信两个工作日内回复。",
    },
    "opening_hours": {
        "en": "Monday to Friday, 9:00–17:30 (China Standard Time)",
        "zh-hans": "周一至周五，9:00～17:30（北京时间）",
    },
    "phone": "+86 571 0000 0000",
    "email": "hello@example.com",
    "map_link": "https://www.openstreetmap.org/?mlat=30.22&mlon=120.12#map=14/30.22/120.12",
    "icp_number": "浙ICP备00000000号-1",
    "police_number": "浙公网安备00000000000000号",
}
