//! Charts of one invented city and quarter.

use charts::{
    Absence, Bar, Cell, ChartError, Column, Figure, Floor, Grade, Heading, Heatmap, Interval, RankedBars,
    Reading, Row, Series, Sign, Status, Target, Tone, Trend, Unranked, Width,
};

/// The rate `n / d` in per cent, with two decimals.
fn rate(n: u32, d: u32) -> Result<Figure, ChartError> {
    let value = f64::from(n) * 100.0 / f64::from(d);
    Figure::new(value, format!("{value:.2}"))
}

fn thousands(n: u32) -> String {
    if n < 1_000 { n.to_string() } else { format!("{},{:03}", n / 1_000, n % 1_000) }
}

fn tenth(value: f64) -> Result<Figure, ChartError> {
    Figure::new(value, format!("{value:.1}"))
}

/// Closing rates of the worked city: nine ranked, three not.
pub fn bars(width: Width) -> Result<RankedBars, ChartError> {
    let rows = [
        ("清溪县", 43, 44, 88.2, 99.6, Status::Met, "达标", ""),
        ("云江高新区", 322, 339, 92.1, 96.8, Status::Near, "差0.01", ""),
        ("宜安市", 110, 116, 89.2, 97.6, Status::Near, "差0.17", ""),
        ("东湖区", 443, 473, 91.1, 95.5, Status::Missed, "差1.34", ""),
        ("枣林市", 168, 181, 88.1, 95.8, Status::Missed, "差2.18", ""),
        ("谷阳县", 90, 97, 85.8, 96.5, Status::Missed, "差2.22", ""),
        ("西岭区", 690, 752, 89.6, 93.5, Status::Missed, "差3.24", "待确认"),
        ("南浦区", 331, 362, 88.1, 93.9, Status::Missed, "差3.56", ""),
        ("河口市", 91, 111, 73.8, 88.0, Status::Missed, "差13.02", "待确认"),
    ];
    let heading = Heading::drawn(
        "9个参评单位仅清溪县达到95%",
        "仲裁结案率，%；斜纹为与目标的差，细线为95%区间。演示数据",
    );
    let mut chart = RankedBars::new(heading, width, "本季没有数据");
    chart.unit = "%".into();
    chart.interval = "95%区间".into();
    chart.target = Some(Target { figure: Figure::new(95.0, "95")?, label: "目标95".into() });
    for (place, (label, n, d, lo, hi, status, remark, pending)) in (1..).zip(rows) {
        chart.bars.push(Bar {
            key: Some(format!("why-{place}")),
            place: place.to_string(),
            detail: format!("{n}/{d}"),
            interval: Some(Interval::new(tenth(lo)?, tenth(hi)?)?),
            remark: remark.into(),
            pending: pending.into(),
            ..Bar::new(label, rate(n, d)?, status)
        });
    }
    chart.unranked_heading = "不参与排名".into();
    chart.unranked = vec![
        unranked("云东新区", Absence::NotRanked, "100.00（26/26），样本量小：分母少于30件"),
        unranked("保安县", Absence::NotRanked, "零报告，无结转案件，没有分母"),
        unranked("鹭洲经济开发区", Absence::NotFiled, "未报送，逾期3天，宽限至10月20日"),
    ];
    Ok(chart)
}

fn unranked(label: &str, absence: Absence, reason: &str) -> Unranked {
    Unranked { key: None, label: label.into(), absence, reason: reason.into() }
}

/// Long English labels, a measure where less is better, counts in thousands.
pub fn english_bars(width: Width) -> Result<RankedBars, ChartError> {
    let heading = Heading::drawn(
        "Two of four bureaus exceed the ceiling of 1,200 overdue cases",
        "Overdue and open at the end of the quarter, cases; hatched: beyond the ceiling. Demonstration data",
    );
    let mut chart = RankedBars::new(heading, width, "No data this quarter");
    chart.target = Some(Target { figure: Figure::new(1_200.0, "1,200")?, label: "Ceiling 1,200".into() });
    let rows = [
        ("Yunjiang High-technology Development Zone", 310.0, "310", Status::Met, "met"),
        ("East Lake", 1_200.0, "1,200", Status::Met, "met"),
        (
            "Qingxi County Bureau of Human Resources and Social Security",
            1_210.0,
            "1,210",
            Status::Near,
            "+10",
        ),
        ("Hekou", 2_480.0, "2,480", Status::Missed, "+1,280"),
    ];
    for (label, value, shown, status, remark) in rows {
        let bar = Bar::new(label, Figure::new(value, shown)?, status);
        chart.bars.push(Bar { remark: remark.into(), ..bar });
    }
    Ok(chart)
}

fn history(value: f64) -> Result<Reading, ChartError> {
    Ok(Reading::History(tenth(value)?))
}

/// One bureau over eight quarters: a gap, history, one judged quarter.
pub fn trend(width: Width) -> Result<Trend, ChartError> {
    let periods = ["23Q4", "24Q1", "24Q2", "24Q3", "24Q4", "25Q1", "25Q2", "25Q3"].map(String::from).to_vec();
    let heading =
        Heading::drawn("河口市连续六个季度下降，距目标9.35个百分点", "调解成功率，%；空心点为历史。演示数据");
    let mut chart = Trend::new(heading, width, periods, "没有数据");
    chart.unit = "%".into();
    chart.floor = Floor::Cut("纵轴不从零起".into());
    chart.cap = Some(100.0);
    chart.reach = vec![60.0, 80.0];
    chart.history = "历史".into();
    chart.target = Some(Target { figure: Figure::new(75.0, "75")?, label: "目标75".into() });
    let mut readings = vec![history(71.2)?, Reading::Gap("缺".into())];
    for value in [70.4, 69.8, 68.9, 68.1, 67.3] {
        readings.push(history(value)?);
    }
    readings.push(Reading::Judged(rate(86, 131)?));
    chart.series =
        vec![Series { key: Some("519981".into()), label: String::new(), tone: Tone::Named, readings }];
    Ok(chart)
}

/// Eight bureaus over four quarters, close together at the right end.
pub fn trends(width: Width) -> Result<Trend, ChartError> {
    let periods = ["2024Q4", "2025Q1", "2025Q2", "2025Q3"].map(String::from).to_vec();
    let heading =
        Heading::drawn("河口市降至81.98%，其余七个单位都在90%以上", "仲裁结案率，%；空心点为历史。演示数据");
    let mut chart = Trend::new(heading, width, periods, "没有数据");
    chart.unit = "%".into();
    chart.floor = Floor::Cut("纵轴不从零起".into());
    chart.cap = Some(100.0);
    chart.history = "历史".into();
    chart.target = Some(Target { figure: Figure::new(95.0, "95")?, label: "目标95".into() });
    let rows = [
        ("云江高新区", Tone::Quiet, [94.1, 94.4, 95.2], (322, 339)),
        ("宜安市", Tone::Named, [91.0, 92.8, 93.9], (110, 116)),
        ("东湖区", Tone::Quiet, [95.1, 94.8, 94.0], (443, 473)),
        ("枣林市", Tone::Quiet, [93.3, 93.0, 92.9], (168, 181)),
        ("谷阳县", Tone::Quiet, [92.0, 92.2, 92.5], (90, 97)),
        ("西岭区", Tone::Quiet, [90.3, 91.2, 91.5], (690, 752)),
        ("南浦区", Tone::Quiet, [91.9, 91.6, 91.7], (331, 362)),
        ("河口市", Tone::Last, [88.2, 86.0, 84.1], (91, 111)),
    ];
    for (label, tone, before, (n, d)) in rows {
        let mut readings = before.map(history).into_iter().collect::<Result<Vec<_>, _>>()?;
        readings.push(Reading::Judged(rate(n, d)?));
        chart.series.push(Series { key: None, label: label.into(), tone, readings });
    }
    if let Some(reading) =
        chart.series.iter_mut().find(|s| s.label == "谷阳县").and_then(|s| s.readings.get_mut(1))
    {
        *reading = Reading::Gap("未报送".into());
    }
    Ok(chart)
}

/// Five bureaus and a total over six indicators.
pub fn heatmap(width: Width) -> Result<Heatmap, ChartError> {
    let heading = Heading::drawn("河口市六项都低于目标5个百分点以上", "2025年第三季度，%。演示数据");
    let mut chart = Heatmap::new(heading, width, "没有数据");
    let columns = [
        ("调解成功率", "目标75", 75.0),
        ("仲裁结案率", "目标95", 95.0),
        ("仲裁按期结案率", "目标100", 100.0),
        ("监察结案率", "目标96", 96.0),
        ("农民工工资投诉结案率", "目标98", 98.0),
        ("欠薪解决率", "全市93.06", 93.06),
    ];
    chart.columns =
        columns.map(|(label, note, _)| Column { label: label.into(), note: note.into() }).to_vec();
    let rows = [
        ("东湖区", [(403, 520), (443, 473), (388, 389), (97, 101), (88, 90), (203, 210)]),
        ("清溪县", [(54, 66), (43, 44), (40, 40), (22, 23), (30, 31), (45, 46)]),
        ("河口市", [(86, 131), (91, 111), (80, 90), (88, 102), (60, 76), (86, 116)]),
        ("云江高新区", [(290, 377), (322, 339), (309, 309), (91, 94), (120, 121), (97, 101)]),
        ("云东新区", [(25, 28), (26, 26), (26, 26), (0, 0), (4, 4), (0, 0)]),
    ];
    for (label, counts) in rows {
        let mut cells = Vec::new();
        for ((n, d), (.., target)) in counts.into_iter().zip(columns) {
            cells.push(cell(n, d, target)?);
        }
        chart.rows.push(Row { key: Some(label.into()), label: label.into(), strong: false, cells });
    }
    let missing = Cell::Absent { absence: Absence::NotFiled, reason: "未报送".into() };
    let cells = vec![missing; columns.len()];
    chart.rows.push(Row { key: None, label: "鹭洲经济开发区".into(), strong: false, cells });
    let mut total = Vec::new();
    let sums = [(2_159, 2_839), (2_314, 2_501), (2_010, 2_040), (560, 590), (700, 725), (830, 892)];
    for ((n, d), (.., target)) in sums.into_iter().zip(columns) {
        total.push(cell(n, d, target)?);
    }
    chart.rows.push(Row { key: None, label: "全市合并".into(), strong: true, cells: total });
    chart.legend = vec![
        (Sign::Grade(Grade::Short), "不足1个百分点".into()),
        (Sign::Grade(Grade::Below), "1至5个百分点".into()),
        (Sign::Grade(Grade::FarBelow), "5个百分点以上".into()),
        (Sign::Grade(Grade::Unjudged), "样本量小".into()),
        (Sign::Absence(Absence::NoDenominator), "没有分母".into()),
        (Sign::Absence(Absence::NotFiled), "未报送".into()),
    ];
    Ok(chart)
}

fn cell(n: u32, d: u32, target: f64) -> Result<Cell, ChartError> {
    if d == 0 {
        return Ok(Cell::Absent { absence: Absence::NoDenominator, reason: "没有分母".into() });
    }
    let figure = rate(n, d)?;
    let grade = match target - figure.value() {
        _ if d < 30 => Grade::Unjudged,
        gap if gap <= 0.0 => Grade::Met,
        gap if gap < 1.0 => Grade::Short,
        gap if gap < 5.0 => Grade::Below,
        _ => Grade::FarBelow,
    };
    Ok(Cell::Value {
        figure,
        detail: format!("{}/{}", thousands(n), thousands(d)),
        grade,
        words: String::new(),
    })
}
