namespace EdgarApi.Financials;

/// <summary>Every number at which the engine decides one way or the other, by subject. Ratios are parts of 1.</summary>
internal static class Thresholds
{
    // Periods, in days

    /// <summary>Quarters last 84 to 119 days (Costco's fourth); the margins cover transition periods.</summary>
    public const int ShortestQuarter = 75, LongestQuarter = 125;

    /// <summary>Fiscal years last 364 to 371 days.</summary>
    public const int ShortestYear = 340, LongestYear = 385;

    /// <summary>Half years and nine months to date, as counted from the year's start.</summary>
    public const int ShortestHalfYear = 150, LongestHalfYear = 215, ShortestNineMonths = 235, LongestNineMonths = 305;

    /// <summary>A quarter of the calendar, once its ends are known.</summary>
    public const int ShortestListedQuarter = 60, LongestListedQuarter = 130;

    /// <summary>The last quarter of a reported year has at least so many days.</summary>
    public const int ShortestLastQuarter = 60;

    /// <summary>The first report of a company founded within the year covers at least so many days.</summary>
    public const int ShortestFirstYear = 30;

    /// <summary>Fewer rows of a period are stray (a pension's measurement year) unless a report of its own covers it.</summary>
    public const int FewestRowsOfPeriod = 3;

    /// <summary>The newest year of an annual report has at least one of so many rows of the year with the most.</summary>
    public const int NewestYearOneIn = 4;

    public const double DaysPerYear = 365.25;

    /// <summary>Filers tag one period a few days apart from filing to filing (the month's end for a 52-week year's Saturday).</summary>
    public const int SamePeriodDays = 3;

    /// <summary>Ends of a fiscal year's quarters are this near to each other across filings.</summary>
    public const int SameQuarterEndDays = 6;

    /// <summary>A period one or more years earlier may end this far off the same day.</summary>
    public const int SameDayOfYearDays = 15;

    /// <summary>A balance sheet may be dated a few days off the period's start (a holiday, a 52/53-week year).</summary>
    public const int OpeningBalanceDays = 4;

    /// <summary>The shortest period whose flows count as twelve months in a ratio.</summary>
    public const int ShortestRatioYear = 350;

    /// <summary>So many fiscal years vote on how a filer names its years.</summary>
    public const int FiscalYearVoters = 5;

    // Cover pages

    /// <summary>Annual reports of small filers come up to this many days after the year's end.</summary>
    public const int LatestCoverDays = 120;

    /// <summary>A filing more than this many days after a later quarter's end reports that quarter.</summary>
    public const int EarliestReportDays = 20;

    /// <summary>A quarter that ends more than this many days later is another one.</summary>
    public const int NextQuarterDays = 60;

    /// <summary>A count on a cover page that is so many times the weighted average was scaled twice.</summary>
    public const int MostSharesToWeightedShares = 10_000;

    // Rounding and restatement

    /// <summary>Amounts are rounded to thousands at least and millions at most; further zeros are the figure's own.</summary>
    public const decimal FinestRounding = 1_000m, CoarsestRounding = 1_000_000m;

    /// <summary>Text in notes rounds to billions at most.</summary>
    public const decimal CoarsestText = 1_000_000_000m;

    /// <summary>An amount in a note's text has at least two digits less than the statement's.</summary>
    public const int FewerDigits = 100;

    /// <summary>A larger part of an amount is a restatement, not rounding.</summary>
    public const decimal MostRounding = 0.005m;

    /// <summary>Tables of quarters are rounded to thousands or tenths of millions in filings that are exact elsewhere.</summary>
    public const decimal CoarsestTableRounding = 100_000m;

    /// <summary>The part of an amount up to which its trailing zeros are taken for rounding.</summary>
    public const decimal MostOwnRounding = 0.0001m;

    /// <summary>An amount is coarse beside others if its rounding is more than this many times theirs.</summary>
    public const int CoarserAmount = 5;

    /// <summary>The unit of a filing divides this part of its amounts.</summary>
    public const double RoundedAmounts = 0.9;

    /// <summary>Per-share figures rounded before a split differ from those rounded after it by up to this part.</summary>
    public const decimal SplitRounding = 0.02m;

    /// <summary>EPS up to this may be zero on more shares.</summary>
    public const decimal MostPerShareRounding = 0.01m;

    /// <summary>Revenue that only costs and income show is at least this part of the costs; less is other income of a shell.</summary>
    public const decimal LeastRevenueToCosts = 0.5m;

    /// <summary>Claims on income that are not tagged, as part of income: preferred dividends, participating shares.</summary>
    public const decimal UntaggedClaims = 0.02m;

    /// <summary>A filing's own amounts add up within this many of its units.</summary>
    public const int UnitsOfSum = 2;

    // Rows that do not count

    /// <summary>One of so many amounts of a current report agrees with the registrant's periodic reports for the same periods.</summary>
    public const int RecastAgreesOneIn = 10;

    /// <summary>Interest paid is this near to interest expense, as a factor.</summary>
    public const int InterestPaidFactor = 2;

    /// <summary>Noncontrolling interests and discontinued operations lie between income after tax and net income.</summary>
    public const decimal ItemsAfterTax = 0.05m;

    /// <summary>A table that is dated a year too early lies this many days before its true dates.</summary>
    public const int FewestDaysMisdated = 360, MostDaysMisdated = 372;

    /// <summary>A table is misdated if so many of its quarters are.</summary>
    public const int FewestMisdatedQuarters = 2;

    /// <summary>One of so many amounts of a misdated quarter is found a year later; the others may have been restated.</summary>
    public const int MisdatedOneIn = 3;

    /// <summary>The part of a year by which a table of its quarters may differ from it.</summary>
    public const decimal TableOfQuartersRounding = 0.001m;

    // Shares and splits

    /// <summary>Fewer weighted shares may have been tagged in thousands or millions.</summary>
    public const decimal SuspiciouslyFewShares = 10_000_000m;

    /// <summary>No company has so many shares.</summary>
    public const decimal SuspiciouslyManyShares = 200_000_000_000m;

    /// <summary>Counts of one period differ from filing to filing by rounding at most.</summary>
    public const decimal ShareCountRounding = 0.001m;

    /// <summary>Net income by EPS is this near to the true count.</summary>
    public const decimal LeastScaleMatch = 0.8m, MostScaleMatch = 1.25m;

    /// <summary>A quotient of share counts is this near to the ratio of a split.</summary>
    public const decimal SplitRatioTolerance = 0.015m;

    /// <summary>A larger quotient of share counts is an error of scale, not a split.</summary>
    public const int LargestSplit = 300;

    /// <summary>A split may be announced so many days before the first report on the new basis.</summary>
    public const int SplitAnnouncedAheadDays = 120;

    /// <summary>So many known splits between two reports are combined; twenty would have a million products.</summary>
    public const int MostCombinedSplits = 6;

    /// <summary>
    /// Shares that differ from those of the year and its quarters by this factor mix bases if one was restated (a rights issue).
    /// </summary>
    public const decimal MixedShareBasis = 1.05m;

    /// <summary>A fourth quarter's shares differ from each other quarter's by less than this factor.</summary>
    public const int MostShareChange = 3;

    /// <summary>Diluted shares are below the basic ones by rounding at most.</summary>
    public const decimal DilutionRounding = 0.001m;

    /// <summary>A fourth quarter's dilution is above that of the year and every other quarter by this much at most.</summary>
    public const decimal MostExtraDilution = 0.02m;

    /// <summary>Without basic shares, a fourth quarter's diluted shares are this near to those of the quarters around.</summary>
    public const decimal MostDilutedChange = 0.05m;

    /// <summary>Interest on convertibles changes income by less; the fair value of warrants changes it by more.</summary>
    public const decimal MostDilutedIncomeChange = 0.1m;

    // Statement lines

    /// <summary>Gross profit may include small items besides cost, as part of revenue: unrealized profit on sales to associates.</summary>
    public const decimal GrossProfitItems = 0.01m;

    /// <summary>Nonoperating items between operating income and income before tax, as part of revenue.</summary>
    public const decimal NonoperatingItems = 0.1m;

    /// <summary>Gains in operating income beside revenue less costs, as part of revenue; a total of segments is further above.</summary>
    public const decimal OperatingGains = 0.01m;

    /// <summary>So many nonoperating lines are tried in sums; more would take long.</summary>
    public const int MostNonoperatingLines = 9;

    /// <summary>A line that was restated by about the amortization, this close, now includes it.</summary>
    public const decimal AboutAmortization = 0.25m;

    // Precision of what is shown

    /// <summary>Decimals of ratios and growth.</summary>
    public const int RatioDecimals = 4;

    /// <summary>Decimals of per-share figures on another share basis, and of computed ones.</summary>
    public const int AdjustedPerShareDecimals = 6, ComputedPerShareDecimals = 4;

    /// <summary>Days and split ratios make fractions that no decimal holds exactly.</summary>
    public const decimal Negligible = 0.000000001m;

    // Audit

    /// <summary>An overview checks the statements of so many fiscal years and quarters.</summary>
    public const int YearsChecked = 5, QuartersChecked = 8;

    /// <summary>The share of fiscal years, and of quarters, in which a headline metric has a value.</summary>
    public const decimal HeadlineYears = 0.99m, HeadlineQuarters = 0.98m;

    /// <summary>The share of company-years whose quarters add up.</summary>
    public const decimal QuartersAddUp = 0.995m;
}
