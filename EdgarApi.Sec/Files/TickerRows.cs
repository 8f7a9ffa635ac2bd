using System.Text.Json;
using System.Text.Json.Serialization;
using EdgarApi.Financials.Companies;

namespace EdgarApi.Sec.Files;

/// <summary><c>company_tickers_exchange.json</c>: column names, and rows with values of different types.</summary>
internal sealed record TickerTable([property: JsonRequired] string[] Fields, [property: JsonRequired] JsonElement[][] Data);

/// <summary>A value of <c>company_tickers.json</c>, an object whose property names are row numbers.</summary>
internal sealed record TickerRow([property: JsonRequired, JsonPropertyName("cik_str")] Cik Cik, string? Title, string? Ticker);
