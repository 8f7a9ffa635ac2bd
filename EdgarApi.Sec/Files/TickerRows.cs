using System.Text.Json;
using System.Text.Json.Serialization;
using EdgarApi.Financials.Companies;

namespace EdgarApi.Sec.Files;

/// <summary><c>company_tickers_exchange.json</c>: names of columns, and rows of mixed values.</summary>
internal sealed record TickerTable([property: JsonRequired] string[] Fields, [property: JsonRequired] JsonElement[][] Data);

/// <summary>One value of <c>company_tickers.json</c>, which is an object with the row numbers as names.</summary>
internal sealed record TickerRow([property: JsonRequired, JsonPropertyName("cik_str")] Cik Cik, string? Title, string? Ticker);
