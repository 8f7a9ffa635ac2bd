using System.Globalization;

namespace EdgarApi.Financials.Tests.Families;

/// <summary>One line of a filing's statement in <c>cases/families/index.tsv</c>, read from the filing itself.</summary>
/// <param name="Kind">Kind of filer, as in <c>reit</c>.</param>
/// <param name="Cik">The filer.</param>
/// <param name="Ticker">Its ticker at the time.</param>
/// <param name="Metric">What the line is; of a family's lines several may match.</param>
/// <param name="Frequency"><c>annual</c> or <c>quarterly</c>.</param>
/// <param name="End">Last day of the period, rounded to the month's end.</param>
/// <param name="Value">As tagged; null if the statement has no such line.</param>
/// <param name="Concept">The line's concept; <c>CUSTOM:</c> is a tag of the filer's own, which company facts leave out.</param>
internal sealed record ExpectedLine(
    string Kind, int Cik, string Ticker, string Metric, string Frequency, DateOnly End, decimal? Value, string Concept)
{
    public const string Archive = "../cases/families/companyfacts.zip";

    public string Filer => $"{Kind}-{Ticker}";

    /// <summary>Whether company facts carry the line.</summary>
    public bool IsStandard => Value is not null && !Concept.StartsWith("CUSTOM", StringComparison.Ordinal);

    public string Key => string.Create(CultureInfo.InvariantCulture, $"{Filer}\t{Metric}\t{Frequency}\t{End:yyyy-MM-dd}\t{Concept}");

    public static List<ExpectedLine> ReadAll() =>
    [
        .. File.ReadLines(EdgarData.GetPath("../cases/families/index.tsv")).Skip(1).Select(line => line.Split('\t')).Select(cells =>
            new ExpectedLine(
                cells[0], int.Parse(cells[1], CultureInfo.InvariantCulture), cells[2], cells[3], cells[4],
                DateOnly.Parse(cells[5], CultureInfo.InvariantCulture),
                cells[6].Length == 0 ? null : decimal.Parse(cells[6], NumberStyles.Float, CultureInfo.InvariantCulture), cells[7])),
    ];
}
