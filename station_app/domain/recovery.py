"""Recovery words: twelve common words that open a station's file without a password.

Eleven words are random (88 bits, stretched by the key derivation), the twelfth proves them.
"""

import hashlib
import re
import secrets

from station_app.errors import Rejected

WORDS: tuple[str, ...] = tuple(
    """
    春风 松柏 长河 灯塔 书信 平原 号角 归雁 麦田 青石 渡口 晴天 大海 高山 小溪 森林
    草原 沙漠 湖泊 瀑布 彩虹 白云 细雨 雪花 月亮 星星 太阳 黎明 黄昏 清晨 夏夜 秋收
    冬至 立春 谷雨 清明 端午 中秋 元宵 除夕 红旗 军号 钢枪 战马 哨所 边关 长城 烽火
    营房 操场 铁轨 火车 轮船 飞机 桥梁 隧道 码头 车站 灯笼 木门 窗户 屋顶 烟囱 院子
    水井 石磨 锄头 镰刀 扁担 竹篮 草帽 棉袄 布鞋 雨伞 蒲扇 茶壶 饭碗 筷子 砂锅 小麦
    水稻 玉米 高粱 大豆 花生 芝麻 红薯 土豆 白菜 萝卜 黄瓜 茄子 辣椒 南瓜 冬瓜 豆角
    菠菜 韭菜 大葱 苹果 梨树 桃花 杏子 葡萄 石榴 柿子 红枣 核桃 板栗 西瓜 甜瓜 橘子
    柚子 荔枝 香蕉 樱桃 山楂 枇杷 杨梅 牡丹 菊花 荷花 梅花 兰草 竹林 柳树 杨树 槐花
    梧桐 银杏 枫叶 芦苇 茉莉 月季 水仙 杜鹃 海棠 桂花 黄牛 山羊 白兔 公鸡 鸭子 大鹅
    燕子 喜鹊 麻雀 鸽子 老鹰 蜜蜂 蝴蝶 蜻蜓 蚂蚁 鲤鱼 青蛙 乌龟 骏马 骆驼 熊猫 老虎
    狮子 大象 猴子 松鼠 刺猬 仙鹤 孔雀 海鸥 锣鼓 唢呐 二胡 笛子 古筝 琵琶 秧歌 舞狮
    龙舟 风筝 毛笔 墨汁 砚台 宣纸 算盘 铅笔 课本 黑板 书包 报纸 邮票 电话 钟表 眼镜
    钥匙 铜锁 针线 剪刀 镜子 梳子 豆腐 馒头 饺子 面条 米饭 油条 豆浆 粽子 月饼 汤圆
    年糕 麻花 酱油 香醋 白糖 食盐 菜油 绿茶 蜂蜜 牛奶 东风 南山 西湖 北斗 前程 后院
    左岸 右岸 上坡 下坡 里程 外滩 中央 村庄 集市 田埂 山坡 河滩 沙滩 海岛 春蚕 丝绸
    瓷器 青铜 玉石 珍珠 琥珀 煤炭 钢铁 木材 石头 泥土 路灯 画册 奖状 家书 故乡 炊烟
    """.split()  # noqa: SIM905 (a page of words reads better than 256 quoted ones)
)
RANDOM_WORDS = 11


def new_words() -> tuple[str, ...]:
    """Twelve words, the last of which is the proof of the others."""
    chosen = tuple(secrets.choice(WORDS) for _ in range(RANDOM_WORDS))
    return (*chosen, _proof(chosen))


def parse_words(text: str) -> tuple[str, ...]:
    """Read words as typed, with or without blanks, numbers and commas between them.

    Raises `Rejected("login.wrong_recovery")` with the position of the first word that cannot be.
    """
    letters = re.sub(r"[^\u4e00-\u9fff]", "", text)
    words = tuple(letters[start : start + 2] for start in range(0, len(letters), 2))
    for position, word in enumerate(words, start=1):
        if word not in WORDS:
            raise Rejected("login.wrong_recovery", position=position)
    if len(words) != RANDOM_WORDS + 1:
        raise Rejected("login.wrong_recovery", position=min(len(words), RANDOM_WORDS) + 1)
    if words[-1] != _proof(words[:-1]):
        raise Rejected("login.wrong_recovery", position=1)
    return words


def _proof(words: tuple[str, ...]) -> str:
    return WORDS[hashlib.sha256(" ".join(words).encode()).digest()[0]]
