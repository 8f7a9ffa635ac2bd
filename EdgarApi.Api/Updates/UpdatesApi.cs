using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Updates;

internal static class UpdatesApi
{
    public static IEndpointRouteBuilder MapUpdates(this IEndpointRouteBuilder api)
    {
        TableEndpoints.Map("/updates", path => api.MapMethods(path, HttpVerbs.Read, GetUpdates))
            .WithName("getUpdates")
            .WithSummary("Recently updated companies")
            .WithDescription(
                "Companies whose data changed, or whose values changed under new rules, as `changes` says; oldest change first. Follow " +
                "`next` for more. To poll for new changes, pass the last `publishedAt` as `since`.")
            .WithTags("Updates");
        return api;
    }

    private static Answer<UpdateTable> GetUpdates(Query<UpdatesQuery> query, ICompanyDirectory directory) => new(
        data: null, query.Value.Canonical, query.Format, _ =>
        {
            // One extra result shows whether there is a next page.
            var (since, after, limit) = query.Value;
            var changed = directory.PublishedSince(since ?? DateTimeOffset.MinValue, limit + 1, after ?? 0);
            return ValueTask.FromResult<Computed<UpdateTable>>(UpdateTable.From(query.Value, changed));
        });
}
