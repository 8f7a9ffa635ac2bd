using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Csv;
using EdgarApi.Api.Responses;
using EdgarApi.Contracts;
using EdgarApi.Financials.Facts;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Facts;

/// <summary>A page of facts. Rows are created while they are written, never all at once.</summary>
internal sealed class FactsResponse(CompanyEntry company, FactsQuery query, FactPage page) : IJsonStream, ICsvTable, IPage
{
    [JsonIgnore]
    public int? Count => Total;

    public CompanyReference Company => CompanyReference.From(company);

    [Description("Total number of matching facts.")]
    public int Total => page.Total;

    [Description("Page size.")]
    public int Limit => query.Limit;

    [Description("Number of facts skipped.")]
    public int Offset => query.Offset;

    [Description("URL of the next page; null on the last page.")]
    public string? Next => query.Offset + query.Limit is var offset && offset < page.Total && offset <= CommonParameters.MaxOffset
        ? $"{ApiRoutes.Companies}/{CompanyReference.GetId(company)}/facts{query.AtOffset(offset)}"
        : null;

    [Description("Newest filing first.")]
    public IEnumerable<FactResponse> Facts => page.Facts.Select(FactResponse.From);

    string ICsvTable.FileName => $"{CompanyReference.GetId(company)}-facts";

    [JsonIgnore]
    public IEnumerable<string> CsvColumns =>
    [
        "taxonomy", "concept", "label", "unit", "start", "end", "value", "accession", "form", "filed", "fiscalYear", "fiscalPeriod",
        "frame",
    ];

    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows => page.Facts.Select(fact => (CsvCell[])
    [
        fact.Taxonomy, fact.Concept, fact.Label, fact.Unit, fact.Period.Start, (DateOnly?)fact.Period.End, (decimal?)fact.Value,
        fact.Accession, fact.Form, (DateOnly?)fact.Filed, fact.FiscalYear, fact.FiscalPeriod, fact.Frame,
    ]);

    public IEnumerable<long> WriteJson(Utf8JsonWriter json, JsonSerializerOptions options)
    {
        var factType = (JsonTypeInfo<FactResponse>)options.GetTypeInfo(typeof(FactResponse));
        json.WriteStartObject();
        json.WritePropertyName("company"u8);
        JsonSerializer.Serialize(json, Company, (JsonTypeInfo<CompanyReference>)options.GetTypeInfo(typeof(CompanyReference)));
        json.WriteNumber("total"u8, Total);
        json.WriteNumber("limit"u8, Limit);
        json.WriteNumber("offset"u8, Offset);
        json.WriteString("next"u8, Next);
        json.WriteStartArray("facts"u8);
        foreach (var fact in Facts)
        {
            JsonSerializer.Serialize(json, fact, factType);
            yield return json.BytesCommitted + json.BytesPending;
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}

internal readonly record struct FactResponse(
    [property: Description("us-gaap, ifrs-full, dei …")] string Taxonomy,
    [property: Description("Name of the concept within its taxonomy.")] string Concept,
    [property: Description("Standard label of the concept, if the SEC provides one.")] string? Label,
    [property: Description("Unit as the SEC writes it.")] string Unit,
    [property: Description("First day; absent for an instant."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    DateOnly? Start,
    [property: Description("Last day, or the date of the instant.")] DateOnly End,
    [property: Description("The value, digit for digit.")] decimal Value,
    [property: Description("Accession number of the filing that reports the fact.")] string Accession,
    [property: Description("Form of the filing.")] string Form,
    [property: Description("Filing date.")] DateOnly Filed,
    [property: Description("Fiscal year of the filing.")] int? FiscalYear,
    [property: Description("Fiscal period of the filing.")] string? FiscalPeriod,
    [property: Description("The SEC's frame; present only on the latest-filed row of some facts.")] string? Frame)
{
    public static FactResponse From(ReportedFact fact) => new(
        fact.Taxonomy, fact.Concept, fact.Label, fact.Unit, fact.Period.Start, fact.Period.End, fact.Value, fact.Accession, fact.Form,
        fact.Filed, fact.FiscalYear, fact.FiscalPeriod, fact.Frame);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FactsResponse))]
internal sealed partial class FactsJson : JsonSerializerContext;
