"""What rosters and ledgers call their columns: the first word is the name on screen."""

Columns = dict[str, tuple[str, ...]]

SERIAL = "serial"
"""A running number: read so that nothing else claims its column, and never a key (DOMAIN 7 #16)."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_PERSON: Columns = {
    "name": _words(
        "姓名 名字 人员姓名 对象姓名 退役军人姓名 服务对象 服务对象姓名 优抚对象姓名 走访对象 "
        "慰问对象 对象 被走访人 本人姓名 认证对象 领取人姓名 被慰问人 依据人员 依据人员姓名"
    ),
    "id_number": _words(
        "身份证号 身份证 身份证号码 公民身份号码 公民身份证号码 身份号码 证件号码 证件号 "
        "居民身份证号 居民身份证号码 身份证件号码 有效证件号码 二代身份证号 idnumber"
    ),
    "birth_date": _words("出生日期 出生年月 出生年月日 出生时间 生日 出生 生年月日"),
    "group_name": _words("村民小组 组别 小组 所在组 所属组 村组 组 居民小组"),
}

_SHARED: Columns = {
    SERIAL: _words("序号 编号序号 序 顺序号 行号 no no."),
    "note": _words("备注 说明 其他说明 备注说明"),
}

_HEADCOUNT: Columns = {
    "headcount": _words("人次 人数 慰问人数 走访人次 走访人数 慰问人次 数量人 户数人数"),
}

ROSTER: Columns = {
    **_PERSON,
    "file_no": _words("档案编号 档案号 建档编号"),
    "former_name": _words("曾用名 别名"),
    "sex": _words("性别"),
    "ethnicity": _words("民族"),
    "political": _words("政治面貌 政治面目 党派"),
    "party_join_date": _words("入党时间 入党日期 入党年月"),
    "education": _words("文化程度 学历 文化水平 受教育程度"),
    "marital": _words("婚姻状况 婚姻 婚否"),
    "hukou_type": _words("户籍类别 户口性质 户籍性质 户口类型 户口类别 农业非农业 城乡"),
    "hukou_address": _words("户籍地址 户籍地 户籍所在地 户口所在地 户口地址"),
    "address": _words(
        "现住址 家庭住址 住址 家庭地址 现居住地 居住地址 地址 详细地址 常住地址 居住地 "
        "现居住地址 联系地址 家庭住址门牌 门牌 门牌号"
    ),
    "village": _words("村 村居 社区 村社区 所在村 行政村 所属村 村名 所在村社区"),
    "mobile": _words("手机 手机号 手机号码 移动电话 联系手机 本人手机"),
    "phone": _words("电话 联系电话 电话号码 联系方式 本人电话 本人联系电话 联系号码 联系电话手机"),
    "phone2": _words("其他电话 固话 固定电话 座机 备用电话 其他联系方式 家庭电话 电话2"),
    "contact_name": _words("紧急联系人 家属姓名 联系人 家庭联系人 联系人姓名 亲属姓名"),
    "contact_relation": _words("联系人关系 与本人关系 与联系人关系 家属关系"),
    "contact_phone": _words(
        "联系人电话 家属电话 紧急联系电话 紧急联系人电话 家属联系电话 亲属电话"
    ),
    "employment": _words("就业状态 就业情况 就业状况 从业状况 工作状态 是否就业"),
    "work_unit": _words("工作单位 单位 现工作单位 就业单位 单位及职务"),
    "health": _words("健康状况 身体状况 健康情况 身体情况 健康"),
    "self_care": _words("生活能力 自理能力 生活自理能力 自理情况"),
    "lonely_elder": _words("孤老 是否孤老"),
    "orphan": _words("孤儿 是否孤儿"),
    "social_relief": _words("社会救助 低保 是否低保 救助类别 低保五保 困难类型"),
    "category": _words(
        "人员类别 类别 身份类别 人员类型 优抚类别 优抚对象类别 对象类别 身份 人员身份 "
        "退役军人类别 类型 优抚类型 属别"
    ),
    "disability_grade": _words("残疾等级 伤残等级 等级 残疾级别 伤残级别"),
    "disability_cause": _words("残疾性质 伤残性质 致残原因"),
    "cert_no": _words(
        "证件编号 优抚证号 残疾证号 残疾军人证号 抚恤证号 烈士证号 证书编号 定补证号"
    ),
    "enlist_date": _words("入伍时间 入伍日期 入伍年月 参军时间 入伍"),
    "discharge_date": _words(
        "退役时间 退役日期 退伍时间 退伍日期 退役年月 退伍年月 复员时间 转业时间 退役"
    ),
    "service_period": _words(
        "服役时间 服役起止时间 入伍退役时间 入伍退伍时间 服役年限 服役期间 服役起止 服役情况"
    ),
    "unit_code": _words("部队代号"),
    "unit_name": _words("部队番号 服役部队 原部队 所在部队 原服役部队 部队名称"),
    "branch": _words("军兵种 兵种"),
    "rank_or_post": _words("军衔职务 军衔 职务 退役时职务 部队职务 职级"),
    "discharge_cert_no": _words("退役证号 退伍证号 退伍证编号 退役证编号 退出现役证号"),
    "settle_mode": _words("安置方式 安置去向 安置情况"),
    "special": _words("参战参试 参战情况 参战经历 参战参核情况"),
    "survivor_relation": _words("与牺牲病故军人关系 与烈士关系 与逝者关系 与军人关系"),
    "deceased_name": _words("牺牲病故军人姓名 烈士姓名 牺牲军人姓名 病故军人姓名"),
    "soldier_name": _words("现役军人姓名 军人姓名 义务兵姓名 现役人员姓名"),
    "household_no": _words("户编号 家庭编号 户号"),
    "hukou_book_no": _words("户口簿户号 户口簿号 户口本号"),
    "head_name": _words("户主 户主姓名"),
    "relation_to_head": _words("与户主关系 户主关系 家庭关系"),
    "member_count": _words("家庭人口 家庭人口数 人口数 家庭人数 家庭成员数"),
    "bank_account": _words(
        "银行账号 账号 银行卡号 卡号 开户账号 银行账户 帐号 银行帐号 一卡通账号 惠农卡号 "
        "社保卡号 存折账号"
    ),
    "bank": _words("开户银行 开户行 银行名称 银行"),
    "holder_name": _words("户名 开户人 账户名 开户名"),
    "status": _words("人员状态 状态 是否健在 生存状态 现状"),
    "death_date": _words("死亡日期 去世时间 死亡时间 去世日期 病故时间 亡故时间"),
    "moved_out_on": _words("迁出日期 迁出时间"),
    "registered_on": _words("建档日期 建档时间 登记时间 采集时间 建档立卡时间"),
    "amount": _words("金额 慰问金 补助金额 发放金额 抚恤金 补助标准 慰问金额 月补助"),
    "age": _words("年龄 周岁 岁数"),
    **_SHARED,
}

VISITS: Columns = {
    **_PERSON,
    "visit_date": _words("走访日期 走访时间 日期 时间 慰问日期 入户时间 走访慰问时间"),
    "kind": _words("走访类型 类型 走访类别 走访事由 事由"),
    "method": _words("走访方式 方式"),
    "visitors": _words("走访人 走访人员 工作人员 经办人 入户人员"),
    "lead_name": _words("带队领导 带队人 领导姓名"),
    "lead_level": _words("带队级别 领导级别 级别"),
    "unit": _words("慰问单位 走访单位 单位"),
    "place": _words("地点 走访地点 地址 住址 家庭住址 现住址"),
    "situation": _words("基本情况 走访情况 家庭情况 走访内容 情况记录 走访记录"),
    "needs": _words("诉求与困难 诉求 困难 反映问题 困难诉求 存在困难 问题诉求"),
    "answer": _words("现场答复 处理意见 答复 解决情况"),
    "follow_up": _words("跟进事项 后续跟进"),
    **_HEADCOUNT,
    **_SHARED,
}

PAYMENTS: Columns = {
    **_PERSON,
    "paid_on": _words("发放日期 发放时间 慰问日期 慰问时间 日期 时间 领取日期 走访时间 签领日期"),
    "kind": _words("慰问类型 慰问类别 类型 慰问项目 项目 慰问对象类别 资金类别"),
    "occasion": _words("慰问时节 节日 慰问节日 时节"),
    "occasion_year": _words("节日年度 年度 慰问年度 年份"),
    "funding": _words("资金来源 经费来源 来源"),
    "pay_form": _words("发放方式 慰问方式 发放形式 形式"),
    "amount": _words("金额 慰问金 慰问金额 发放金额 慰问金数额 资金 慰问资金 现金 金额合计"),
    "goods": _words("物资名称 物资 慰问品 慰问物资 实物 物品名称 物品"),
    "quantity": _words("数量 份数 件数"),
    "goods_value": _words("物资折款 折款 物资价值 折合金额 物资折价 实物折款 物资折合金额"),
    "recipient": _words("慰问单位 受慰问单位 单位名称 部队名称"),
    "receipt": _words("签领状态 领取状态 签领情况 领取情况 签收"),
    "receiver_name": _words("代领人 代领人姓名"),
    "receiver_relation": _words("代领人关系 与代领人关系 代领关系"),
    "batch": _words("批次名称 批次 慰问批次 活动名称"),
    **_HEADCOUNT,
    **_SHARED,
}

CERTIFICATIONS: Columns = {
    **_PERSON,
    "year": _words("年度 认证年度 年份"),
    "method": _words("认证方式 方式 认证形式 确认方式"),
    "certified_on": _words("认证日期 认证时间 日期 确认日期 确认时间"),
    "result": _words("认证结果 结果 是否认证 认证状态 确认结果"),
    "agent_name": _words("代理人 代理人姓名 代办人"),
    "agent_relation": _words("代理人关系 与代理人关系 代办人关系"),
    "agent_phone": _words("代理人电话 代办人电话"),
    "certifier": _words("认证人员 经办人 工作人员 认证人"),
    "evidence": _words("佐证说明 佐证 佐证材料 证明材料"),
    "result_no": _words("线上结果编号 认证编号 结果编号"),
    "place": _words("地点 认证地点 居住地"),
    **_SHARED,
}

PLAQUES: Columns = {
    **_PERSON,
    "plaque_no": _words("光荣牌编号 编号 牌号 牌匾编号"),
    "head_name": _words("户主 户主姓名"),
    "household_no": _words("户编号 家庭编号 户号"),
    "basis_category": _words("依据身份 家庭类别 人员类别 类别 身份类别 对象类别"),
    "apply_mode": _words("办理方式 申请方式 悬挂方式"),
    "applied_on": _words("申请日期 申请时间"),
    "event": _words("变动 发放类型 事项 业务类型 办理事项 状态"),
    "event_on": _words("悬挂日期 悬挂时间 日期 办理日期 发放日期 发放时间 挂牌时间 挂牌日期"),
    "position": _words("悬挂位置 位置"),
    "address": _words("悬挂地址 住址 家庭住址 地址 现住址"),
    "reason": _words("原因 事由 变动原因"),
    "decision_no": _words("决定文号 文号"),
    "decision_on": _words("决定日期"),
    "signed_by": _words("签收人 领取人 领取人签字 悬挂家庭签字"),
    "sign_relation": _words("签收人关系 与户主关系"),
    "handled_by": _words("悬挂人员 经办人 悬挂人 发放人"),
    **_SHARED,
}

ENTITLEMENTS: Columns = {
    **_PERSON,
    "kind": _words("待遇种类 待遇类别 补助类别 抚恤类别 优抚类别 待遇 补助种类 类别"),
    "state": _words("待遇状态 状态 享受状态"),
    "approved_on": _words("批准日期 批准时间 审批日期 审批时间 认定日期"),
    "start_month": _words("起始月份 享受起始 起发月份 享受时间 开始享受时间 起始时间 起发时间"),
    "stop_month": _words("停止月份 停发月份 停发时间 终止月份 停止时间"),
    "suspend_reason": _words("停发原因 停止原因"),
    "monthly": _words("月标准 月补助标准 每月金额 月金额 标准 补助标准 月发放标准"),
    "doc_no": _words("文号 批准文号"),
    "month": _words("所属月份 发放月份 月份 所属期"),
    "item": _words("发放项目 项目 款项"),
    "amount": _words("金额 发放金额 实发金额 补助金额 抚恤金"),
    "paid_on": _words("发放日期 发放时间 打卡日期 支付日期"),
    **_SHARED,
}
