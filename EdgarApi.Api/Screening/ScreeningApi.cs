using EdgarApi.Api.ConditionalRequests;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Contracts;
using EdgarApi.Storage;
using EdgarApi.Storage.Screening;

namespace EdgarApi.Api.Screening;

internal static class ScreeningApi
{
    private const string Tag = "Screening";

    private const string ScreenDescription =
        """
        Conditions on metrics, ratios and growth rates, such as `where=Revenue>1e9,NetMargin>0.2`. The values of the conditions are
        in the response. Conditions on money need `currency`; companies in other currencies are left out and counted.

        ```text
        where     = clause { "," clause }          a company must meet every clause (AND)
        clause    = condition { "|" condition }    and one condition of each (OR), so | binds more tightly than the comma
        condition = name operator number           name: a metric or ratio, in any case
        operator  = ">" | ">=" | "<" | "<=" | "=" | "!="
        number    = ["-"] digits ["." digits] ["e" ["-" | "+"] digits]
        ```

        At most 20 clauses and 40 conditions. Spaces around names, operators and numbers do not matter.
        """;

    public static IHostApplicationBuilder AddScreening(this IHostApplicationBuilder builder)
    {
        builder.AddScreeningTable();
        builder.Services.AddSingleton<FrameReader>();
        builder.Services.AddSingleton<ScreenReader>();
        builder.Services.AddSingleton<PeersReader>();
        return builder;
    }

    public static IEndpointRouteBuilder MapScreening(this IEndpointRouteBuilder api)
    {
        TableEndpoints.Map("/frames/{metric}/{period}", path => api.MapMethods(path, HttpVerbs.Read, GetFrame))
            .WithName("getFrame")
            .WithSummary("A metric of all companies in one period")
            .WithDescription(
                "Like the SEC's frames, but standardized: derived where statements derive, adjusted for splits, each value with its " +
                "source. Every company is in its own currency unless `currency` selects one. Follow `next` for more.")
            .WithTags(Tag);
        TableEndpoints.Map("/screen", path => api.MapMethods(path, HttpVerbs.Read, GetScreen))
            .WithName("screenCompanies")
            .WithSummary("Companies that meet conditions")
            .WithDescription(ScreenDescription)
            .WithTags(Tag);
        TableEndpoints.Map("/companies/{id}" + ApiRoutes.Peers, path => api.MapMethods(path, HttpVerbs.Read, GetPeers))
            .WithName("getPeers")
            .WithSummary("Companies of the same industry, nearest by revenue")
            .WithDescription(
                "Companies with the same SIC code and currency. Distance is the ratio of revenues: half is as near as double. "
                + "`fields` selects the values.")
            .WithTags(Tag);
        return api;
    }

    private static Answer<FrameTable> GetFrame(Query<FrameQuery> query, FrameReader reader, IScreeningTable table) => new(
        DataIdentity.From(table), query.Value.Canonical, query.Format, cancellation => reader.GetAsync(query.Value, cancellation));

    public static Answer<ScreenTable> GetScreen(Query<ScreenQuery> query, ScreenReader reader, IScreeningTable table) => new(
        DataIdentity.From(table), query.Value.Canonical, query.Format, cancellation => reader.GetAsync(query.Value, cancellation));

    // The company is part of the meaning: the data is that of all companies.
    private static Answer<PeersTable> GetPeers(
        RequestedCompany company, Query<PeersQuery> query, PeersReader reader, IScreeningTable table) => new(
        DataIdentity.From(table), $"{company.Entry.Cik}:{query.Value.Canonical}", query.Format,
        cancellation => reader.GetAsync(company.Entry, query.Value, cancellation));
}
