"""Sentences of the district server and of its commands."""

SENTENCES = {
    "district.not_initialised": "这个数据库还没有准备好。没有改动。请先运行 district-server init。",
    "district.bad_setting": "设置“{name}”的值不对，没有启动。请改好再试。",
    "district.bad_division_code": "区划代码“{code}”不对，应是 12 位数字。没有添加。请核对。",
    "district.no_name": "服务站要有名称。没有添加。请写上名称再试。",
    "district.station_exists": (
        "区划代码“{code}”的服务站已经有了，没有再添加。要新的登记码，请用 station code。"
    ),
    "district.no_such_station": "没有区划代码是“{code}”的服务站。请核对，或者先添加。",
    "district.database_unreachable": "数据库连不上。没有改动。请看数据库是否在运行，再试一次。",
    "district.busy": "区县的数据库一时忙不过来，这一次没有收下。请过一会儿再试。",
    "district.not_found": "没有这个地址。",
    "district.wrong_method": "这个地址不这样用。",
    "district.bug": "区县的程序出了问题，这一次没有收下，原来的都在。请把时间告诉管理服务器的人。",
    "district.port_taken": "端口 {port} 已被占用，没有启动。请换一个端口。",
}
