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

/// <summary>A page of facts as a table. Rows are created while they are written, never all at once.</summary>
internal sealed record FactTable : FactsResponse, IJsonStream, ICsvTable
{
    string ICsvTable.FileName => $"{Company.Id}-facts";

    [JsonIgnore]
    public IEnumerable<string> CsvColumns =>
    [
        "taxonomy", "concept", "label", "unit", "start", "end", "value", "accession", "form", "filed", "fiscalYear", "fiscalPeriod",
        "frame",
    ];

    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows => Facts.Select(fact => (CsvCell[])
    [
        fact.Taxonomy, fact.Concept, fact.Label, fact.Unit, fact.Start, (DateOnly?)fact.End, (decimal?)fact.Value,
        fact.Accession, fact.Form, (DateOnly?)fact.Filed, fact.FiscalYear, fact.FiscalPeriod, fact.Frame,
    ]);

    public static FactTable From(CompanyEntry company, FactsQuery query, FactPage page) => new()
    {
        Company = CompanyReference.From(company),
        Total = page.Total,
        Limit = query.Limit,
        Offset = query.Offset,
        Next = query.Offset + query.Limit is var offset && offset < page.Total && offset <= CommonParameters.MaxOffset
            ? $"{ApiRoutes.Companies}/{CompanyReference.GetId(company)}/facts{query.AtOffset(offset)}"
            : null,
        Facts = page.Facts.Select(CreateFact),
    };

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

    private static FactResponse CreateFact(ReportedFact fact) => new(
        fact.Taxonomy, fact.Concept, fact.Label, fact.Unit, fact.Period.Start, fact.Period.End, fact.Value, fact.Accession, fact.Form,
        fact.Filed, fact.FiscalYear, fact.FiscalPeriod, fact.Frame);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FactTable))]
[JsonSerializable(typeof(FactsResponse))]
internal sealed partial class FactsJson : JsonSerializerContext;
