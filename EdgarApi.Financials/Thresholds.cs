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

    /// <summary>Minimum length of the last quarter of a reported year.</summary>
    public const int ShortestLastQuarter = 60;

    /// <summary>Minimum period that the first report of a company founded within the year covers.</summary>
    public const int ShortestFirstYear = 30;

    /// <summary>A period with fewer rows is ignored (a pension's measurement year) unless a report covers it.</summary>
    public const int FewestRowsOfPeriod = 3;

    /// <summary>The newest year of an annual report has at least 1/n of the rows of the report's largest year.</summary>
    public const int NewestYearOneIn = 4;

    public const double DaysPerYear = 365.25;

    /// <summary>Part of a leap day by which a single year is shorter than <see cref="DaysPerYear"/>.</summary>
    public const double PartOfLeapDay = 0.25;

    /// <summary>Maximum distance of the dates that filings give for one period (the end of the month instead of a Saturday).</summary>
    public const int SamePeriodDays = 3;

    /// <summary>Maximum distance of the dates that filings give for the end of one quarter.</summary>
    public const int SameQuarterEndDays = 6;

    /// <summary>Maximum distance from the same day of the year for the end of a period in an earlier year.</summary>
    public const int SameDayOfYearDays = 15;

    /// <summary>Maximum distance of an opening balance sheet's date from the period's start (a holiday, a 52/53-week year).</summary>
    public const int OpeningBalanceDays = 4;

    /// <summary>The shortest period whose flows count as twelve months in a ratio.</summary>
    public const int ShortestRatioYear = 350;

    /// <summary>Lengths of periods that the SEC's frames assign to a calendar year or quarter, each give or take 30 days.</summary>
    public const int FrameYearDays = 365, FrameQuarterDays = 91, FrameDaysAround = 30;

    /// <summary>Days after the end of a calendar quarter up to which the SEC's frames still assign a date to it.</summary>
    public const int FrameQuarterEndDays = 45;

    /// <summary>Number of fiscal years that decide how a filer names its years.</summary>
    public const int FiscalYearVoters = 5;

    // Cover pages

    /// <summary>Maximum days from the end of a year to its report; small filers are late.</summary>
    public const int LatestCoverDays = 120;

    /// <summary>Minimum days from the end of a quarter to the filing that reports it.</summary>
    public const int EarliestReportDays = 20;

    /// <summary>Quarters whose ends are further apart are different quarters.</summary>
    public const int NextQuarterDays = 60;

    /// <summary>Ratio of a count on a cover page to the weighted average from which the count was scaled twice.</summary>
    public const int MostSharesToWeightedShares = 10_000;

    // Rounding and restatement

    /// <summary>Amounts are rounded to thousands at least and millions at most; further zeros are the figure's own.</summary>
    public const decimal FinestRounding = 1_000m, CoarsestRounding = 1_000_000m;

    /// <summary>Trailing zeros of the coarsest rounding.</summary>
    public const int MostRoundedDigits = 6;

    /// <summary>Text in notes rounds to billions at most.</summary>
    public const decimal CoarsestText = 1_000_000_000m;

    /// <summary>An amount in a note's text has at least two digits less than the statement's.</summary>
    public const int FewerDigits = 100;

    /// <summary>A filing restates a period if at least 1/n of the amounts that it shares with an earlier one differ.</summary>
    public const int RestatedOneIn = 10;

    /// <summary>Maximum difference by rounding, as part of an amount; a larger one is a restatement.</summary>
    public const decimal MostRounding = 0.005m;

    /// <summary>Tables of quarters are rounded to thousands or tenths of millions in filings that are exact elsewhere.</summary>
    public const decimal CoarsestTableRounding = 100_000m;

    /// <summary>Maximum rounding that trailing zeros show, as part of the amount.</summary>
    public const decimal MostOwnRounding = 0.0001m;

    /// <summary>An amount is coarse beside others if its rounding is more than this many times theirs.</summary>
    public const int CoarserAmount = 5;

    /// <summary>Minimum part of a filing's amounts that its rounding unit divides.</summary>
    public const double RoundedAmounts = 0.9;

    /// <summary>Maximum difference between per-share figures rounded before and after a split, as part of the figure.</summary>
    public const decimal SplitRounding = 0.02m;

    /// <summary>Minimum decimals of EPS, as filed in cents; company facts leave out trailing zeros.</summary>
    public const int FewestPerShareDecimals = 2;

    /// <summary>EPS up to this may be zero on more shares.</summary>
    public const decimal MostPerShareRounding = 0.01m;

    /// <summary>Revenue that only costs and income show is at least this part of the costs; less is other income of a shell.</summary>
    public const decimal LeastRevenueToCosts = 0.5m;

    /// <summary>
    /// Revenue that only costs and income show is unknown if more than this part of it may lie between them: interest, affiliates.
    /// </summary>
    public const decimal MostBelowCosts = 0.05m;

    /// <summary>Claims on income that are not tagged, as part of income: preferred dividends, participating shares.</summary>
    public const decimal UntaggedClaims = 0.02m;

    /// <summary>A filing's own amounts add up within this many of its units.</summary>
    public const int UnitsOfSum = 2;

    // Rows that do not count

    /// <summary>
    /// Minimum share, as one in this number, of a current report's amounts that agrees with the registrant's periodic reports for the same
    /// periods.
    /// </summary>
    public const int RecastAgreesOneIn = 10;

    /// <summary>Maximum factor between interest paid and interest expense.</summary>
    public const int InterestPaidFactor = 2;

    /// <summary>Noncontrolling interests and discontinued operations lie between income after tax and net income.</summary>
    public const decimal ItemsAfterTax = 0.05m;

    /// <summary>Distance of a table that is dated a year too early from its true dates.</summary>
    public const int FewestDaysMisdated = 360, MostDaysMisdated = 372;

    /// <summary>Minimum number of misdated quarters in a misdated table.</summary>
    public const int FewestMisdatedQuarters = 2;

    /// <summary>At least 1/n of the amounts of a misdated quarter are found a year later; the others may have been restated.</summary>
    public const int MisdatedOneIn = 3;

    /// <summary>Maximum difference between a year and the sum of its table of quarters, as part of the year.</summary>
    public const decimal TableOfQuartersRounding = 0.001m;

    // Shares and splits

    /// <summary>Below this number, weighted shares may have been tagged in thousands or millions.</summary>
    public const decimal SuspiciouslyFewShares = 10_000_000m;

    /// <summary>Above the number of shares of any company.</summary>
    public const decimal SuspiciouslyManyShares = 200_000_000_000m;

    /// <summary>Maximum difference by rounding between the share counts that filings give for one period, as part of the count.</summary>
    public const decimal ShareCountRounding = 0.001m;

    /// <summary>Range of net income divided by EPS, as part of the true share count.</summary>
    public const decimal LeastScaleMatch = 0.8m, MostScaleMatch = 1.25m;

    /// <summary>Factors by which filings scale share counts that they tag as printed.</summary>
    public static readonly int[] ShareScales = [1_000, 1_000_000];

    /// <summary>Ratios of splits in use that are not whole numbers, as new shares per old share.</summary>
    public static readonly decimal[] SplitFractions = [1.5m, 1.25m, 2.5m, 4m / 3];

    /// <summary>Maximum difference between a quotient of share counts and the ratio of a split, as part of the ratio.</summary>
    public const decimal SplitRatioTolerance = 0.015m;

    /// <summary>No quotient of share counts between one and this is near the ratio of a split.</summary>
    public static readonly decimal SmallestSplitQuotient = SplitFractions.Min() * (1 - SplitRatioTolerance);

    /// <summary>Range of whole ratios; a larger quotient of share counts is an error of scale, not a split.</summary>
    public const int SmallestSplit = 2, LargestSplit = 300;

    /// <summary>Decimals of the ratio of a reverse split.</summary>
    public const int ReverseSplitDecimals = 12;

    /// <summary>Minimum number of periods that show a split whose ratio no filing states.</summary>
    public const int FewestPeriodsOfSplit = 2;

    /// <summary>Maximum days from the announcement of a split to the first report on the new basis.</summary>
    public const int SplitAnnouncedAheadDays = 120;

    /// <summary>Maximum number of splits between two reports that are combined; twenty would have a million products.</summary>
    public const int MostCombinedSplits = 6;

    /// <summary>
    /// If a count was restated (a rights issue), shares that differ by this factor from the year's and its quarters' are on another basis.
    /// </summary>
    public const decimal MixedShareBasis = 1.05m;

    /// <summary>Maximum factor between the shares of a fourth quarter and those of another quarter.</summary>
    public const int MostShareChange = 3;

    /// <summary>Maximum difference by rounding by which diluted shares are below basic ones, as part of the basic ones.</summary>
    public const decimal DilutionRounding = 0.001m;

    /// <summary>Maximum excess of a fourth quarter's dilution over that of the year and of each other quarter.</summary>
    public const decimal MostExtraDilution = 0.02m;

    /// <summary>Without basic shares: maximum change of diluted shares from a fourth quarter to an adjacent one.</summary>
    public const decimal MostDilutedChange = 0.05m;

    /// <summary>Maximum effect of interest on convertibles, as part of income; the fair value of warrants has a larger one.</summary>
    public const decimal MostDilutedIncomeChange = 0.1m;

    // Other entities

    /// <summary>Amounts of two entities differ by more than this part of the larger one, in most lines of a balance sheet.</summary>
    public const decimal OtherEntityDifference = 0.25m;

    /// <summary>Minimum number of lines that two balance sheets of one day have in common, to be those of two entities.</summary>
    public const int FewestAmountsOfEntity = 5;

    // Statement lines

    /// <summary>Each of two alternating concepts is the larger one in at least this many years: one year is an error.</summary>
    public const int FewestAlternatingYears = 2;

    /// <summary>Gross profit may include small items besides cost, as part of revenue: unrealized profit on sales to associates.</summary>
    public const decimal GrossProfitItems = 0.01m;

    /// <summary>Nonoperating items between operating income and income before tax, as part of revenue.</summary>
    public const decimal NonoperatingItems = 0.1m;

    /// <summary>Gains in operating income beside revenue less costs, as part of revenue; a total of segments is further above.</summary>
    public const decimal OperatingGains = 0.01m;

    /// <summary>Maximum rest between operating income and income before tax that the audit leaves to lines without a concept.</summary>
    public const decimal UnexplainedOperatingIncome = 0.05m;

    /// <summary>Maximum number of nonoperating lines whose sums are tried. Each further line doubles the number of sums.</summary>
    public const int MostNonoperatingLines = 9;

    /// <summary>
    /// Maximum difference between a restatement and the amortization that the line now includes, as a share of that amortization.
    /// </summary>
    public const decimal AboutAmortization = 0.25m;

    // Precision of responses

    /// <summary>Decimals of ratios and growth.</summary>
    public const int RatioDecimals = 4;

    /// <summary>Decimals of per-share figures on another share basis, and of computed ones.</summary>
    public const int AdjustedPerShareDecimals = 6, ComputedPerShareDecimals = 4;

    /// <summary>Differences of quotients by days or split ratios, which a decimal cannot hold exactly.</summary>
    public const decimal Negligible = 0.000000001m;

    // Audit

    /// <summary>Number of lines between operating income and income before tax that are tried in sums, the largest first.</summary>
    public const int MostBridgeLines = 12;

    /// <summary>Minimum number of units of an amount that is compared within rounding; smaller amounts may agree by accident.</summary>
    public const int LeastUnits = 1000;

    /// <summary>Number of fiscal years and quarters whose statements an overview checks.</summary>
    public const int YearsChecked = 5, QuartersChecked = 8;

    /// <summary>Minimum share of fiscal years, and of quarters, in which a headline metric has a value.</summary>
    public const decimal HeadlineYears = 0.99m, HeadlineQuarters = 0.98m;

    /// <summary>Minimum share of company-years whose quarters add up.</summary>
    public const decimal QuartersAddUp = 0.995m;
}
