using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements;
using EdgarApi.Storage.Datasets;

namespace EdgarApi.Datasets.Columns;

/// <summary>A dataset: its columns, and the year that decides which file a row is in.</summary>
/// <param name="Name">Name in paths.</param>
/// <param name="Description">What a row is.</param>
/// <param name="GetYear">Gets the year of a row; null if the dataset has one file.</param>
/// <param name="Columns">The columns in order.</param>
internal sealed record Dataset<TRow>(
    string Name, string Description, Func<TRow, int>? GetYear, IReadOnlyList<DatasetColumn<TRow>> Columns);

/// <summary>A fact of a company.</summary>
internal readonly record struct CompanyFact(Cik Cik, ReportedFact Fact);

/// <summary>The datasets with their columns.</summary>
internal static class DatasetCatalog
{
    private static readonly DecimalColumn<ExportedValue> ValueOfMetric = new(
        "value", "The value, exact; null if it is unknown or cannot be justified.", row => row.Value.Value);

    private static readonly DecimalColumn<CompanyFact> ValueOfFact = new("value", "The value as filed, exact.", row => row.Fact.Value);

    public static Dataset<ExportedValue> Values { get; } = new(
        "values", "A standardized metric of a company in a fiscal period, with its source or the reason why it is missing. "
            + "Latest vintage, split-adjusted, up to 44 periods per metric and frequency. By the year of `periodEnd`.",
        row => row.Value.Period.End.Year,
        [
            new ValueColumn<ExportedValue, long>(
                "cik", "Central Index Key of the filer, as a number.", "BIGINT", row => row.Value.Cik.Value),
            new TextColumn<ExportedValue>("metric", "Metric id, as in `/api/v1/metrics`.", row => row.Value.Metric),
            new TextColumn<ExportedValue>("freq", "`annual`, `quarterly` or `ttm`.", row => row.Frequency),
            new TextColumn<ExportedValue>("period", "Key of the period, such as `FY2025` or `2025Q3`.", row => row.Value.Period.Key),
            new ValueColumn<ExportedValue, int>(
                "fiscalYear", "The filer's own number of the fiscal year.", "INTEGER", row => row.Value.Period.FiscalYear),
            new TextColumn<ExportedValue>("fiscalPeriod", "`FY`, `Q1` to `Q4`, `TTM` or `TP`.", row => row.Value.Period.Code),
            new ValueColumn<ExportedValue, DateOnly>("periodStart", "First day of the period.", "DATE", row => row.Value.Period.Start),
            new ValueColumn<ExportedValue, DateOnly>("periodEnd", "Last day of the period.", "DATE", row => row.Value.Period.End),
            new TextColumn<ExportedValue>("currency", "The company's reporting currency, ISO 4217.", row => row.Value.Currency),
            new TextColumn<ExportedValue>("unit", "Currency, `shares`, `USD/shares` or `pure`.", row => row.Value.Unit),
            ValueOfMetric,
            ValueOfMetric.CreateExact("exactValue"),
            new TextColumn<ExportedValue>("reason", "Why the value is missing, as text.", row => row.Value.Reason),
            new TextColumn<ExportedValue>("reasonCode", "Why the value is missing, for programs.", row => row.Value.ReasonCode?.ToName()),
            new TextColumn<ExportedValue>(
                "concept", "`taxonomy:Concept` of the source; the metric id for a derived value.", row => row.Value.Source?.Concept),
            new TextColumn<ExportedValue>(
                "accession", "Filing of the source; for a derived value, that of its newest operand.", row => row.Value.Source?.Accession),
            new TextColumn<ExportedValue>("form", "Form of that filing.", row => row.Value.Source?.Form),
            new ValueColumn<ExportedValue, DateOnly>("filed", "Date of that filing.", "DATE", row => row.Value.Source?.Filed),
            new TextColumn<ExportedValue>(
                "derivation", "How the value is derived; null for a reported value.", row => row.Value.Source?.Derivation),
            new TextColumn<ExportedValue>("operands", "The operands of a derived value as a JSON array.", row => OperandText.From(row)),
            new ValueColumn<ExportedValue, bool>(
                "restated", "Whether filings differ on the value; null for a missing value.", "BOOLEAN",
                row => row.Value.Source?.Restated),
        ]);

    public static Dataset<CompanyFact> Facts { get; } = new(
        "facts", "A fact as one filing reported it, every vintage. By the year of `periodEnd`.",
        row => row.Fact.Period.End.Year,
        [
            new ValueColumn<CompanyFact, long>("cik", "Central Index Key of the filer, as a number.", "BIGINT", row => row.Cik.Value),
            new TextColumn<CompanyFact>("taxonomy", "`us-gaap`, `ifrs-full`, `dei` …", row => row.Fact.Taxonomy),
            new TextColumn<CompanyFact>("concept", "Name of the concept within its taxonomy.", row => row.Fact.Concept),
            new TextColumn<CompanyFact>("unit", "Unit as the SEC writes it.", row => row.Fact.Unit),
            new ValueColumn<CompanyFact, DateOnly>("periodStart", "First day; null for an instant.", "DATE", row => row.Fact.Period.Start),
            new ValueColumn<CompanyFact, DateOnly>(
                "periodEnd", "Last day, or the date of the instant.", "DATE", row => row.Fact.Period.End),
            ValueOfFact,
            ValueOfFact.CreateExact("exactValue"),
            new TextColumn<CompanyFact>("accession", "Filing that reports the fact.", row => row.Fact.Accession),
            new TextColumn<CompanyFact>("form", "Form of the filing.", row => row.Fact.Form),
            new ValueColumn<CompanyFact, DateOnly>("filed", "Date of the filing.", "DATE", row => row.Fact.Filed),
            new ValueColumn<CompanyFact, int>("fiscalYear", "Fiscal year of the filing.", "INTEGER", row => row.Fact.FiscalYear),
            new TextColumn<CompanyFact>("fiscalPeriod", "Fiscal period of the filing.", row => row.Fact.FiscalPeriod),
            new TextColumn<CompanyFact>("frame", "The SEC's frame, on the latest-filed row of some facts.", row => row.Fact.Frame),
        ]);

    public static Dataset<ExportedFiling> Filings { get; } = new(
        "filings", "A filing. By the year of `filed`.",
        row => row.Filing.Filed.Year,
        [
            new ValueColumn<ExportedFiling, long>("cik", "Central Index Key of the filer, as a number.", "BIGINT", row => row.Cik.Value),
            new TextColumn<ExportedFiling>("accession", "Accession number.", row => row.Filing.Accession),
            new TextColumn<ExportedFiling>("form", "Form, such as `10-K`.", row => row.Filing.Form),
            new ValueColumn<ExportedFiling, DateOnly>("filed", "Filing date.", "DATE", row => row.Filing.Filed),
            new ValueColumn<ExportedFiling, DateOnly>(
                "reportDate", "End of the period reported on, if the form has one.", "DATE", row => row.Filing.ReportDate),
            new InstantColumn<ExportedFiling>(
                "acceptedAt", "When the SEC accepted it, UTC, if known.", row => row.Filing.AcceptedAt?.UtcDateTime),
            new TextColumn<ExportedFiling>("items", "8-K item numbers, separated by commas.", row => ToNull(row.Filing.Items)),
            new TextColumn<ExportedFiling>(
                "description", "The SEC's description of the main document.", row => ToNull(row.Filing.Description)),
            new TextColumn<ExportedFiling>(
                "url", "Address of the main document or of the index.", row => row.Filing.Url(row.Cik).AbsoluteUri),
        ]);

    public static Dataset<ExportedCompany> Companies { get; } = new(
        "companies", "A company, also without loaded data. One file, `all`.", GetYear: null,
        [
            new ValueColumn<ExportedCompany, long>("cik", "Central Index Key, as a number.", "BIGINT", row => row.Profile.Cik.Value),
            new TextColumn<ExportedCompany>(
                "ticker", "Main ticker symbol; null for a filer without one.",
                row => row.Profile.Tickers.Count > 0 ? row.Profile.Tickers[0] : null),
            new TextColumn<ExportedCompany>("name", "Conformed name in EDGAR.", row => row.Profile.Name),
            new TextColumn<ExportedCompany>("tickers", "All ticker symbols, separated by spaces.", row => Join(" ", row.Profile.Tickers)),
            new TextColumn<ExportedCompany>(
                "exchange", "Exchange of the main ticker.",
                row => row.Profile.Exchanges.Count > 0 ? ToNull(row.Profile.Exchanges[0]) : null),
            new TextColumn<ExportedCompany>("sic", "Standard Industrial Classification code.", row => row.Profile.Sic),
            new TextColumn<ExportedCompany>("sicDescription", "The SEC's wording of the code.", row => row.Profile.SicDescription),
            new TextColumn<ExportedCompany>("fiscalYearEnd", "Month and day of the year's end, `MMDD`.", row => row.Profile.FiscalYearEnd),
            new TextColumn<ExportedCompany>(
                "stateOfIncorporation", "State or country of incorporation.", row => row.Profile.StateOfIncorporation),
            new TextColumn<ExportedCompany>("category", "Filer category.", row => row.Profile.Category),
            new TextColumn<ExportedCompany>("website", "Web address that the filer gave.", row => row.Profile.Website),
            new TextColumn<ExportedCompany>(
                "formerNames", "Earlier names, newest first, separated by semicolons.", row => Join("; ", row.Profile.FormerNames)),
            new ValueColumn<ExportedCompany, long>(
                "revision", "Data version of the company's last change, its master data included.", "BIGINT", row => row.Revision),
            new ValueColumn<ExportedCompany, long>(
                "version", "Version of its data, as in `/api/v1/updates`; null if no data is loaded.", "BIGINT", row => row.Version),
            new ValueColumn<ExportedCompany, int>(
                "rulesVersion", "Version of the rules that computed its values.", "INTEGER", row => row.RulesVersion),
            new InstantColumn<ExportedCompany>("publishedAt", "Publication time of the version, UTC.", row => row.PublishedAt),
            new ValueColumn<ExportedCompany, DateOnly>("lastFiled", "Date of the newest filing with facts.", "DATE", row => row.LastFiled),
        ]);

    private static string? ToNull(string text) => text.Length > 0 ? text : null;

    private static string? Join(string separator, IReadOnlyList<string> texts) => texts.Count > 0 ? string.Join(separator, texts) : null;
}

/// <summary>An operand in the column <c>operands</c>.</summary>
internal sealed record ExportedOperand(
    string Concept, string Accession, string Form, DateOnly Filed, DateOnly? Start, DateOnly End, decimal Value, decimal Factor,
    string? Derivation, IReadOnlyList<ExportedOperand>? Operands)
{
    public static ExportedOperand From(Source source) => new(
        source.Concept, source.Accession, source.Form, source.Filed, source.Start, source.End, source.Value, source.Factor,
        source.Derivation, source.Operands.Count > 0 ? [.. source.Operands.Select(From)] : null);
}

/// <summary>The text of the column <c>operands</c>.</summary>
internal static class OperandText
{
    private static readonly OperandsJson Json = new(new JsonSerializerOptions(OperandsJson.Default.Options)
    {
        // "FY2025 − 9M2025" stays readable. The text is never embedded in HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string? From(ExportedValue row) => row.Value.Source is { Operands: { Count: > 0 } operands }
        ? JsonSerializer.Serialize([.. operands.Select(ExportedOperand.From)], Json.IReadOnlyListExportedOperand)
        : null;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<ExportedOperand>))]
internal sealed partial class OperandsJson : JsonSerializerContext;
