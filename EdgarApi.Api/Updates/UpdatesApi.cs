using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Updates;

internal static class UpdatesApi
{
    public static IEndpointRouteBuilder MapUpdates(this IEndpointRouteBuilder api)
    {
        api.MapRead("/updates", GetUpdates)
            .WithName("getUpdates")
            .WithSummary("Companies whose data changed")
            .WithDescription("Oldest change first. Follow `next` for more, and ask again later with the last `publishedAt` as `since`.")
            .WithTags("Updates");
        return api;
    }

    private static Answer<UpdatesResponse> GetUpdates(Query<UpdatesQuery> query, ICompanyDirectory directory) => new(
        data: null, query.Value.Canonical, query.Format, _ =>
        {
            // One more than asked for tells whether there is a next page.
            var changed = directory.PublishedSince(query.Value.Since ?? DateTimeOffset.MinValue, query.Value.Limit + 1);
            return ValueTask.FromResult<Computed<UpdatesResponse>>(UpdatesResponse.From(query.Value, changed));
        });
}
