using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Api.Requests;
using EdgarApi.Contracts;

namespace EdgarApi.Api.Admin;

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record IngestBody(
    [property: Description("Whether to ingest the whole source. By default only new data is read, if the source supports that.")]
    bool? Full) : IBody
{
    public void Check(BodyErrors errors)
    {
    }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record WarmBody(
    [property: Description("Tickers or CIKs, at most 500. Companies without loaded data are skipped.")] IReadOnlyList<string>? Companies,
    [property: Description(
        $"Instead of companies: {WarmStrategies.PopularCompanies}, {WarmStrategies.UpcomingEarnings} or {WarmStrategies.RecentQueries}.")]
    string? Strategy) : IBody
{
    private const int MaxIdLength = 40;

    public void Check(BodyErrors errors)
    {
        if (Companies is not null && Strategy is not null) errors.Add("strategy", "cannot be combined with companies");
        if (Strategy is not null && !WarmStrategies.Orderable.Contains(Strategy))
            errors.Add("strategy", $"must be one of {string.Join(", ", WarmStrategies.Orderable)}");
        if (Companies is null) return;
        if (Companies.Count is 0 or > WarmStrategies.MaxCompanies)
            errors.Add("companies", $"must name 1 to {WarmStrategies.MaxCompanies}");
        // Null items count as missing.
        foreach (var company in Companies.Take(WarmStrategies.MaxCompanies))
            errors.CheckText("companies", company, MaxIdLength, isRequired: true);
    }
}
