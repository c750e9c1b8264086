//! Words of the report, in the order and tone of a bulletin (DOMAIN §4.1).

schemas::catalogue! {
    /// Title.
    TITLE = "关于{period}{campaign}情况的通报", "On {campaign} in {period}";
    /// Under the title.
    DRAFT = "汇总稿：由台账文件生成，未经签批，不作为正式通报", "Draft compiled from ledger files; unsigned, not an issued bulletin";
    /// To whom.
    TO = "各县（市、区）、开发区人力资源和社会保障局：", "To the bureaus of the counties, districts and development zones:";
    /// Lead with a basis.
    LEAD_BASIS = "根据{basis}，现将{period}{campaign}有关情况通报如下。", "Under {basis}, this is how {campaign} stood in {period}.";
    /// Lead.
    LEAD = "现将{period}{campaign}有关情况通报如下。", "This is how {campaign} stood in {period}.";

    /// Section.
    BASICS = "一、基本情况", "1. Overview";
    /// Filing.
    FILED = "{area}{all}个报送单位中，{whole}个单位台账齐全并计入（其中零报告{nil}个）。", "Of {all} bureaus of the {area}, {whole} have every ledger counted ({nil} of them nil).";
    /// Filing.
    PARTLY = "部分台账未计入的有：{names}。", "Some ledgers of these are not counted: {names}.";
    /// Filing.
    SILENT = "未报送的有：{names}。", "Nothing was filed by: {names}.";
    /// A bureau with its forms.
    NAME_AND = "{name}（{what}）", "{name} ({what})";
    /// Files.
    FILES_READ = "文件夹中共{files}个文件，计入台账{counted}份、零报告{nil}份，退回{returned}份，未识别{unclear}份，未读取{aside}份（见附件2）。", "Of {files} files, {counted} ledgers and {nil} nil returns count; {returned} are returned, {unclear} unclear, {aside} set aside (annex 2).";
    /// Carry-over.
    CARRIED = "期初未结与{period}台账逐案核对{n}份。", "Opening cases were held against {n} ledgers of {period}.";
    /// No carry-over.
    NOT_CARRIED = "文件夹中没有{period}台账，期初未结未与上期核对，没有环比和位次变化。", "The folder holds no ledger of {period}: opening cases were not checked against it, and there is no comparison.";
    /// One row of the totals.
    TOTALS = "{row}方面，期初未结{opening}件，本期新增{accepted}件{change}，办结{closed}件，期末未结{ending}件。", "{row}: {opening} open at the start, {accepted} new{change}, {closed} done, {ending} open at the end.";
    /// Change against the period before.
    UP = "（环比上升{percent}%）", " (up {percent} % on the period before)";
    /// Change against the period before.
    DOWN = "（环比下降{percent}%）", " (down {percent} % on the period before)";
    /// Change against the period before.
    LEVEL = "（环比持平）", " (as in the period before)";
    /// Table.
    TABLE_TOTALS = "表1　案件汇总（计入的{n}个单位）", "Table 1. Totals of the {n} bureaus counted";
    /// Table.
    TABLE_FILED = "表2　台账报送情况", "Table 2. Ledgers";
    /// Unit of money.
    TEN_THOUSAND = "{name}（万元）", "{name} (¥10,000)";

    /// Section.
    TARGETS = "二、指标完成情况", "2. Indicators";
    /// One indicator of the city.
    WHOLE_IS = "{whole}{value}{sign}（{num}/{den}），{stands}{change}。", "The {whole} stands at {value}{sign} ({num}/{den}), {stands}{change}.";
    /// One indicator of the city that is no share.
    WHOLE_IS_PLAIN = "{whole}{value}{sign}，{stands}{change}。", "The {whole} stands at {value}{sign}, {stands}{change}.";
    /// Nothing to judge.
    CITY_EMPTY = "本期没有可计算的案件。", "There is nothing to compute it from.";
    /// Stands.
    STANDS_MET = "{ask}，已达到", "{ask}: met";
    /// Stands.
    STANDS_SHORT = "{ask}，差{gap}{unit}", "{ask}: {gap}{unit} short";
    /// Stands.
    STANDS_OPEN = "{ask}", "{ask}";
    /// Stands: the pool itself is the line.
    STANDS_LINE = "各单位以此值为目标", "which is the target of each bureau";
    /// Against the period before.
    SINCE_UP = "，比上期上升{gap}{unit}", ", {gap}{unit} up since the period before";
    /// Against the period before.
    SINCE_DOWN = "，比上期下降{gap}{unit}", ", {gap}{unit} down since the period before";
    /// Who met it.
    MET = "参评{ranked}个单位中{met}个达标", "{met} of {ranked} ranked bureaus meet it";
    /// Who did not.
    MISSED = "；未达标的有{names}", "; these do not: {names}";
    /// Nothing asked.
    RANKED = "参评{ranked}个单位", "{ranked} bureaus are ranked";
    /// Best and last.
    ENDS = "，居首的是{first}，居末的是{last}", "; first is {first}, last is {last}";
    /// One that missed it.
    MISSED_BY = "{name}（{value}{sign}，差{gap}）", "{name} ({value}{sign}, {gap} short)";
    /// One with its value.
    WITH_VALUE = "{name}（{value}{sign}）", "{name} ({value}{sign})";
    /// More of them.
    AND_MORE = "{names}等{n}个单位", "{names} and others, {n} in all";
    /// Nobody is ranked.
    NOBODY = "没有单位参与排名", "No bureau is ranked";

    /// Section.
    PLACES = "三、排名情况", "3. Ranking";
    /// No composite.
    NO_COMPOSITE = "本次行动没有规定指标权重，不作综合排名；各指标排名见附件1。", "The campaign gives no weights, so there is no composite; the places per indicator are in annex 1.";
    /// Composite.
    FIRST_AND_LAST = "参与综合排名的{n}个单位中，前{k}位的是{first}；后{k}位的是{last}。", "Of {n} bureaus in the composite, the first {k} are {first}; the last {k} are {last}.";
    /// Composite with few.
    IN_ORDER = "参与综合排名的{n}个单位依次为{names}。", "The {n} bureaus in the composite are, in order, {names}.";
    /// Nobody.
    NONE_IN_COMPOSITE = "没有单位参与综合排名。", "No bureau is in the composite.";
    /// Movement.
    MOVED = "与上期相比，{moves}。", "Since the period before: {moves}.";
    /// Movement.
    ROSE = "{name}上升{n}位", "{name} rose by {n}";
    /// Movement.
    FELL = "{name}下降{n}位", "{name} fell by {n}";
    /// No movement.
    NO_MOVES = "与上期相比，位次没有变化。", "No place changed since the period before.";
    /// Apart.
    APART = "不参与综合排名的有：{names}。", "Not in the composite: {names}.";
    /// Table.
    TABLE_COMPOSITE = "表3　综合排名", "Table 3. Composite";

    /// Section.
    PROBLEMS = "四、存在问题", "4. Problems";
    /// Problem.
    P_SILENT = "报送不完整。{names}的台账没有全部报送并计入。", "Incomplete ledgers. Not everything owed is filed and counted: {names}.";
    /// Problem.
    P_RETURNED = "台账质量不高。退回{n}份台账：{ledgers}。", "Poor ledgers. {n} were returned: {ledgers}.";
    /// A ledger that was returned.
    LEDGER = "{name}{form}（{n}处须改正）", "{name} {form} ({n} to correct)";
    /// Problem.
    P_MISSED = "{indicator}未达标面较大。{ranked}个参评单位中{n}个未达标：{names}。", "{indicator} is missed widely: by {n} of {ranked} ranked bureaus, {names}.";
    /// Problem.
    P_MANY = "个别单位多项指标未达标。{names}。", "Some miss several targets: {names}.";
    /// One that misses several.
    MISSES = "{name}{n}项", "{name} {n}";
    /// Problem.
    P_UNEXPLAINED = "有的台账存在待说明的问题。{names}。", "Some ledgers hold findings that want a reason: {names}.";
    /// One with findings.
    WANTS = "{name}{n}处", "{name} {n}";
    /// Problem.
    P_UNCLEAR = "有{n}个文件无法识别单位、报告期或表式，没有计入。", "For {n} files the bureau, period or form is not clear; they are not counted.";
    /// No problem.
    P_NONE = "本期没有发现突出问题。", "No problem stands out this period.";

    /// Section.
    SUPERVISION = "五、督办建议", "5. Proposals for supervision";
    /// A proposal.
    PROPOSED = "{name}（{families}）：{sentences}。", "{name} ({families}): {sentences}.";
    /// No proposal.
    NOT_PROPOSED = "按本次行动的规则，没有单位需要提请督办。", "By the campaign's rules nobody is proposed.";
    /// History or retrospective.
    NOT_JUDGED = "本期不在行动评判的报告期内，不提督办建议。", "The period is not judged by the campaign; nothing is proposed.";
    /// What files do not tell.
    NOT_KNOWN = "文件不记载报送时间和催报情况，迟报、经催报仍未报送两项规则没有判断。是否督办由市局审定。", "Files do not say when they came nor who was reminded, so the rules on late and silent bureaus were not applied. Whether to supervise is for the city to decide.";

    /// Section.
    DEMANDS = "六、下一步工作要求", "6. What is asked next";
    /// Demand.
    D_CORRECT = "补正台账。请{names}于　　月　　日前改正或补报台账。", "Correct the ledgers. {names}: correct or file them by ________.";
    /// Demand.
    D_TARGETS = "对标补短。请未达标单位逐项整改：{names}。", "Close the gaps. Bureaus below their targets are to act: {names}.";
    /// One that could.
    COULD = "{name}{indicator}再增加{n}件即达标", "{name}: {n} more would meet {indicator}";
    /// Demand.
    D_EXPLAIN = "说明情况。请{names}对待说明的问题逐条说明理由。", "Give reasons. {names}: give a reason for each finding that wants one.";
    /// Demand.
    D_OBJECT = "核对数据。对本期数据有异议的，请于　　月　　日前书面反馈，逾期视为无异议。", "Check the figures. Objections are due in writing by ________.";
    /// Date left open.
    DATE = "　　　　年　　月　　日", "Date: ____________";

    /// Annex.
    ANNEX_PLACES = "附件1　各指标排名", "Annex 1. Places per indicator";
    /// Annex.
    ANNEX_FILES = "附件2　文件读取情况", "Annex 2. Files";
    /// Annex.
    ANNEX_METHOD = "附件3　指标口径和排名办法", "Annex 3. Definitions and rules";
    /// What a file holds.
    SEE_FINDINGS = "每条问题的工作表、行、列和处理办法见 findings.xlsx。", "Sheet, row, column and what to do for each finding are in findings.xlsx.";
    /// Beyond the bound.
    MORE_FILES = "另有{n}个文件，见 findings.xlsx。", "{n} more files are in findings.xlsx.";
    /// Method of an indicator.
    METHOD = "{indicator}：{formula}；{ask}", "{indicator}: {formula}; {ask}";
    /// Method of a weighted indicator.
    METHOD_WEIGHT = "{indicator}：{formula}；{ask}；权重{weight}", "{indicator}: {formula}; {ask}; weight {weight}";
    /// Name of the picture of all indicators.
    PICTURE_ALL = "图1　各单位指标完成情况", "Figure 1. All indicators";
}
