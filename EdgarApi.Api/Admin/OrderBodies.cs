using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Api.Requests;
using EdgarApi.Contracts;

namespace EdgarApi.Api.Admin;

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record IngestBody(
    [property: Description("Whether to read the whole source anew; without it only what is new, where the source can tell.")] bool? Full) : IBody
{
    public void Check(BodyErrors errors)
    {
    }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record WarmBody(
    [property: Description("Companies by ticker or CIK, at most 500; those of which no data is loaded are left out.")] IReadOnlyList<string>? Companies,
    [property: Description("Instead of companies: popular_companies, upcoming_earnings or recent_queries.")] string? Strategy) : IBody
{
    private const int LongestId = 40;

    public void Check(BodyErrors errors)
    {
        if (Companies is not null && Strategy is not null) errors.Refuse("strategy", "must not be given beside companies");
        if (Strategy is not null && !WarmStrategies.Orderable.Contains(Strategy)) errors.Refuse("strategy", $"must be one of {string.Join(", ", WarmStrategies.Orderable)}");
        if (Companies is null) return;
        if (Companies.Count is 0 or > WarmStrategies.MaxCompanies) errors.Refuse("companies", $"must name 1 to {WarmStrategies.MaxCompanies}");
        // A null in the list is one that is missing.
        foreach (var company in Companies.Take(WarmStrategies.MaxCompanies)) errors.CheckText("companies", company, LongestId, isRequired: true);
    }
}
