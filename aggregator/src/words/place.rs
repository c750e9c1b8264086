//! Words of places: targets, reasons, explanations.

schemas::catalogue! {
    /// Standing to a target.
    MET = "达标", "met";
    /// Standing to a target.
    NEAR = "临近", "near";
    /// Standing to a target.
    MISSED = "未达标", "missed";
    /// Gap below.
    SHORT = "差{gap}", "{gap} short";
    /// Gap above, where less is asked.
    OVER = "超{gap}", "{gap} over";
    /// Surplus.
    ABOVE = "高{gap}", "{gap} above";
    /// Reason without a place.
    SMALL_SAMPLE = "样本量小", "small sample";
    /// Reason without a place.
    NO_CASES = "无分母", "no cases";
    /// Reason without a place.
    NOT_FILED = "未报送", "not filed";
    /// Reason without a place, after a restore.
    AWAITED = "待补传数据", "figures awaited";
    /// Reason without a place.
    NOT_PLACED = "不参与排名", "not ranked";
    /// Reason without a place, in full.
    SMALL_SAMPLE_WHY = "分母{n}，少于{least}，数值照列", "denominator {n}, fewer than {least}; the value is shown";
    /// Reason without a place, in full.
    NO_CASES_WHY = "本期没有此类案件，无从计算", "no case of this kind; there is nothing to divide by";
    /// Reason without a place, in full.
    NIL_WHY = "零报告，本期没有此类案件", "nil return; there is no case of this kind";
    /// Reason without a place, in full.
    NOT_FILED_WHY = "未报送，无数值", "not filed, no value";
    /// Reason without a place, in full.
    OVERDUE_WHY = "未报送，逾期{days}天，宽限至{day}", "not filed, {days} days overdue, grace until {day}";
    /// Reason without a place, in full.
    MISSING_WHY = "未报送，宽限期{day}已过", "not filed; grace ended on {day}";
    /// Reason without a place in the composite.
    TOO_LITTLE_WHY = "可评权重{available}，需{needed}：{left}", "weight judged {available}, {needed} needed: {left}";
    /// What was left out, all alike.
    ALL_SMALL_WHY = "各项分母均少于{least}", "every denominator is below {least}";
    /// What was left out, by name.
    LEFT_OUT_WHY = "{parts}，分母须不少于{least}", "{parts}; a denominator of {least} is needed";
    /// What was left out.
    LEFT_OUT = "{indicator}{reason}", "{indicator} {reason}";
    /// Tab.
    COMPOSITE = "综合", "Composite";
    /// Tab.
    ALL_INDICATORS = "全部指标", "All indicators";
    /// Name of the tabs.
    INDICATORS = "指标", "Indicators";
    /// Heading.
    RANK = "位次", "Place";
    /// Heading.
    MOVEMENT = "变化", "Change";
    /// Heading.
    BUREAU = "单位", "Bureau";
    /// Heading.
    VALUE = "实绩", "Value";
    /// Below a heading.
    VALUE_PARTS = "{unit}，分子/分母", "{unit}, num/den";
    /// Heading.
    TARGET = "目标", "Target";
    /// Heading.
    AGAINST_TARGET = "与目标", "Against target";
    /// Heading.
    YEAR = "本年累计", "Year to date";
    /// Below a table.
    YEAR_NOTE = "本年累计自{first}起：期初取首期，其余逐期相加", "Year to date from {first}: the stock of the first period, the rest added up";
    /// Below a table.
    YEAR_NONE = "该指标不能逐期累计", "The periods of this indicator do not add up to a year";
    /// Sentence above the table.
    YEAR_CITY = "本年累计{value}{sign}（{num}/{den}）", "year to date {value}{sign} ({num}/{den})";
    /// Sentence above the table, where not everybody filed the whole year.
    YEAR_CITY_OF = "本年累计{value}{sign}（{num}/{den}），{filers}个单位各期齐全", "year to date {value}{sign} ({num}/{den}), {filers} bureaus with every period";
    /// Instead of a value.
    YEAR_MISSING = "{periods}未报送", "{periods} not filed";
    /// Instead of a value.
    YEAR_DISJOINT = "各期存量不衔接", "stocks do not join";
    /// Instead of a value.
    YEAR_MISSING_COUNT = "{count}期未报送", "{count} periods not filed";
    /// Heading.
    CHANGE_SINCE = "较上期", "Since last";
    /// Heading.
    STATUS = "状态", "State";
    /// Below a heading.
    GAP_IN_POINTS = "与目标差，百分点", "gap in points";
    /// Unit of a difference of rates.
    POINTS = "百分点", "points";
    /// Heading.
    REASON = "原因", "Reason";
    /// Heading.
    SCORE = "综合得分", "Score";
    /// Below a heading.
    OUT_OF_HUNDRED = "满分100", "of 100";
    /// Heading.
    WEIGHT = "权重", "Weight";
    /// Below a heading.
    WEIGHT_AND_TARGET = "权重{weight}，{target}", "weight {weight}, {target}";
    /// Heading of a column that only holds links.
    WHY = "为何", "Why";
    /// Name of that link.
    WHY_OF = "{bureau}为何是这个位次", "Why {bureau} has this place";
    /// Row.
    WHOLE = "{whole}合并", "Whole {whole}";
    /// Movement in words.
    UP_BY = "升{n}位", "up {n}";
    /// Movement in words.
    DOWN_BY = "降{n}位", "down {n}";
    /// Movement in words.
    SAME_PLACE = "持平", "unchanged";
    /// Movement in words.
    NO_PLACE_BEFORE = "上期无位次", "no place before";
    /// Target.
    ASKS_AT_LEAST = "目标{line}", "target {line}";
    /// Target.
    ASKS_MAINTAIN = "保持{line}", "maintain {line}";
    /// Target.
    ASKS_ASPIRE = "力争{line}", "aspire {line}";
    /// Target.
    ASKS_POOL = "合并值{line}", "pooled {line}";
    /// Target.
    ASKS_PUBLISHED = "上级公布值{line}", "published {line}";
    /// Target.
    ASKS_RISING = "高于前期", "above earlier";
    /// Target.
    ASKS_RISING_YEAR = "高于上年同期", "above last year";
    /// Target.
    ASKS_ABOVE = "高于{line}", "above {line}";
    /// Target.
    ASKS_FALLING = "低于前期", "below earlier";
    /// Target.
    ASKS_FALLING_YEAR = "低于上年同期", "below last year";
    /// Target.
    ASKS_BELOW = "低于{line}", "below {line}";
    /// Target.
    ASKS_WITHIN = "{line}内", "within {line}";
    /// Target.
    ASKS_YEAR = "全年{total}，本期末应达{line}", "{total} in the year, {line} by now";
    /// Target.
    ASKS_UNPUBLISHED = "上级尚未公布", "not published yet";
    /// Target.
    ASKS_VETO = "须为{line}，一票否决", "must be {line}, with a veto";
    /// What is left of a yearly total.
    PACE_LEFT = "全年目标{total}，已完成{done}，余{missing}；还有{left}期，每期需{each}", "{done} of {total} in the year, {missing} to go: {each} in each of the {left} periods left";
    /// What is left of a yearly total after its last period.
    PACE_OVER = "全年目标{total}，已完成{done}，还差{missing}，本年度已无后续报告期", "{done} of {total} in the year, {missing} short, and no period is left";
    /// A yearly total that is there.
    PACE_DONE = "全年目标{total}已完成（{done}）", "the year's {total} are done ({done})";
    /// Whoever had an event that counts as a veto.
    VETOED = "一票否决", "veto";
    /// Why the composite puts it last.
    VETOED_WHY = "{indicator}为{value}，一票否决：不论得分，列末位", "{indicator} is {value}: a veto puts it last, whatever its score";
    /// Target.
    ASKS_AT_MOST = "不高于{line}", "at most {line}";
    /// Target.
    ASKS_ZERO = "须为{line}", "must be {line}";
    /// Target.
    ASKS_NOTHING = "不设目标", "no target";
    /// Sentence above the table.
    WHOLE_IS = "{whole}{value}{sign}（{num}/{den}）", "Whole {whole} {value}{sign} ({num}/{den})";
    /// Sentence above the table.
    WHOLE_IS_PLAIN = "{whole}{value}{sign}", "Whole {whole} {value}{sign}";
    /// Finding.
    MET_OF_RANKED = "{ranked}个参评单位中{met}个达标", "{met} of {ranked} ranked bureaus meet the target";
    /// Finding.
    RANKED_COUNT = "{ranked}个参评单位", "{ranked} ranked bureaus";
    /// Finding.
    NONE_RANKED = "尚无参评单位", "No bureau is ranked yet";
    /// Empty state.
    NONE_RANKED_NOTE = "有单位报送并通过校验、分母不少于{least}时，这里按未四舍五入的数值排序。", "Once bureaus file, validate and have a denominator of at least {least}, they are placed here by unrounded values.";
    /// Below the line.
    BELOW_THE_LINE = "不参与排名", "Not ranked";
    /// Below the line.
    BELOW_COUNT = "{count}个单位，数值照列", "{count} bureaus; their values are shown";
    /// Legend.
    ORDER_NOTE = "按未四舍五入的数值排序，相同并列。", "Ordered by unrounded values; equal values share a place.";
    /// Legend.
    NEAR_NOTE = "临近：未达标，差距不足1个百分点", "Near: missed by less than 1 percentage point";
    /// Legend.
    WHISKER_NOTE = "细线为95%区间，竖线为目标，斜纹为差距。", "Thin line: 95 % interval; tick: target; hatching: shortfall.";
    /// Legend.
    MOVEMENT_NOTE = "变化与{period}相比", "Change against {period}";
    /// Legend.
    GROUND_NOTE = "底色按与目标的差：不足1、1至5、5个百分点以上。", "Ground by the gap: below 1, 1 to 5, above 5 points.";
    /// For those who do not see a bar.
    BAR_LABEL = "{bureau}{value}{sign}（{parts}）", "{bureau} {value}{sign} ({parts})";
    /// For those who do not see a bar.
    INTERVAL = "95%区间{low}–{high}", "95 % interval {low}–{high}";
    /// For those who do not see a bar.
    SCORE_LABEL = "{bureau}综合得分{score}", "{bureau}, score {score}";
    /// Unconfirmed figures count.
    UNCONFIRMED_BUREAUS = "{bureaus}待确认", "{bureaus} to confirm";
    /// Unconfirmed figures count.
    UNCONFIRMED_COUNT = "{count}个单位待确认", "{count} bureaus to confirm";
    /// Part of the sentence of state.
    IN_COMPOSITE = "{count}个单位参与综合排名", "{count} bureaus in the composite";
    /// Drawer.
    WHY_RANK = "{bureau}为何是第{rank}位", "Why {bureau} is number {rank}";
    /// Drawer.
    WHY_NO_RANK = "{bureau}为何不参与排名", "Why {bureau} is not ranked";
    /// Drawer.
    VALUE_AND_PLACE = "{indicator}{value}{sign}，列{ranked}个参评单位第{rank}位。", "{indicator} {value}{sign}: number {rank} of {ranked} ranked bureaus.";
    /// Drawer.
    SCORE_AND_PLACE = "综合得分{score}，列{ranked}个参评单位第{rank}位。", "Score {score}: number {rank} of {ranked} ranked bureaus.";
    /// Drawer.
    SHARED_PLACE = "与{count}个单位并列。", "The place is shared with {count} others.";
    /// Drawer.
    BEHIND = "与前一位{bureau}相差{gap}{unit}。", "{gap} {unit} behind {bureau}, the next above.";
    /// Drawer.
    SCORE_FORMULA = "得分＝Σ 权重 ×（实绩 ÷ 目标，不超过1）", "Score = Σ weight × (value ÷ target, at most 1)";
    /// Drawer.
    SCORE_SCALED = "可评权重{weight}，按满分100折算。", "Weight judged {weight}, scaled to 100.";
    /// Drawer.
    PARTS = "分项", "Parts";
    /// Drawer.
    ON_TOP = "分子", "numerator";
    /// Drawer.
    BELOW = "分母", "denominator";
    /// Drawer.
    POINTS_GIVEN = "得分", "Points";
    /// Drawer.
    SUM = "合计", "Sum";
    /// Drawer.
    COMPARED = "与上期相比", "Against last period";
    /// Drawer.
    COMPARED_PLACE = "上期第{before}位，本期第{now}位。", "Number {before} last period, number {now} now.";
    /// Drawer.
    COMPARED_VALUE = "上期{before}{sign}，本期{now}{sign}（{change}）。", "{before}{sign} last period, {now}{sign} now ({change}).";
    /// Drawer.
    NOTHING_BEFORE = "上期没有可比的数值。", "There is no value of last period to compare.";
    /// Drawer.
    WHAT_WOULD_CHANGE = "怎样会变", "What would change it";
    /// Drawer.
    IS_MET = "已达标。", "The target is met.";
    /// Drawer.
    MORE_NEEDED = "分母不变，分子再增加{n}件即达标，届时列第{rank}位。", "With the same denominator, {n} more on top would meet the target and give place {rank}.";
    /// Drawer.
    MORE_NEEDED_NO_RANK = "分母不变，分子再增加{n}件即达标。", "With the same denominator, {n} more on top would meet the target.";
    /// Drawer.
    OUT_OF_REACH = "分母不变，全部计入分子也达不到目标。", "With the same denominator, not even all of it on top would meet the target.";
    /// Drawer.
    TO_TARGET = "达标还须", "To the target";
    /// Drawer.
    MORE_CASES = "分子再增加{n}件", "{n} more on top";
    /// Drawer.
    CANNOT_REACH = "无法达到", "out of reach";
    /// Drawer.
    GAIN = "加分", "Gain";
    /// Drawer.
    ALL_MET = "各项均已达标。", "Every target is met.";
    /// Drawer.
    ROWS = "明细", "Rows";
}
