//! Words of charts: what they say when they stand alone on paper, without a page round them.

schemas::catalogue! {
    /// Variable, unit, period.
    VARIABLE = "{indicator}，{unit}，{period}", "{indicator}, {unit}, {period}";
    /// Whose and in which unit, where the title names the indicator and the axis the periods.
    VARIABLE_OVER_PERIODS = "{bureau}，{unit}", "{bureau}, {unit}";
    /// Variable of a map.
    ALL_VARIABLES = "各项指标，{period}；底色为与目标的差", "all indicators, {period}; ground: gap to the target";
    /// How ranked bars are read.
    BARS_NOTE = "斜纹为与目标的差，细线为95%区间", "hatching: gap to the target; thin line: 95 % interval";
    /// Names whiskers.
    INTERVAL = "95%区间", "95 % interval";
    /// Names hollow points.
    HISTORY = "历史", "history";
    /// How trends are read.
    HISTORY_NOTE = "空心点为历史", "hollow points: history";
    /// The axis of a trend.
    CUT = "纵轴不从零起", "The vertical axis does not begin at zero";
    /// A value too uncertain for a place.
    SMALL_SAMPLE = "{value}{sign}（{num}/{den}），{why}", "{value}{sign} ({num}/{den}); {why}";
    /// Legend of a map.
    SHORT_BY_LESS = "差不足1个百分点", "short by less than 1 point";
    /// Legend of a map.
    SHORT_BY_SOME = "差1至5个百分点", "short by 1 to 5 points";
    /// Legend of a map.
    SHORT_BY_MUCH = "差5个百分点以上", "short by 5 points or more";
    /// A part of a long list.
    PART = "第{from}至{to}个，共{all}个", "{from} to {to} of {all}";
    /// Finding of a map: the target most bureaus miss.
    MOST_MISSED = "{indicator}未达标单位最多：{ranked}个参评单位中{missed}个", "{indicator} is missed most: by {missed} of {ranked} ranked bureaus";
    /// Finding of a map.
    ALL_MET = "参评单位各项指标均达标", "Ranked bureaus meet every target";
    /// Finding of a trend.
    NOW_AT = "{indicator}{value}{sign}，{standing}", "{indicator} {value}{sign}, {standing}";
    /// Finding of a trend without a target.
    NOW_AT_PLAIN = "{indicator}{value}{sign}", "{indicator} {value}{sign}";
    /// Finding of a trend without a value.
    NOW_WITHOUT = "{indicator}本期{why}", "{indicator}: {why} this period";
    /// Names the links over a chart for those who do not see it.
    MARKS = "图中各项", "Items of the chart";
    /// Name of a downloaded file.
    FILE_OF_INDICATOR = "位次-{indicator}-{period}", "Places - {indicator} - {period}";
    /// Name of a downloaded file.
    FILE_OF_ALL = "位次-全部指标-{period}", "Places - all indicators - {period}";
    /// Name of a downloaded file.
    FILE_OF_BUREAU = "{bureau}-{indicator}-{period}", "{bureau} - {indicator} - {period}";
    /// A picture without figures.
    NOTHING = "还没有可画的数值", "There are no figures to draw yet";
}
