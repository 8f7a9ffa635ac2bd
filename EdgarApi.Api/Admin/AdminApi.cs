using EdgarApi.Accounts;
using EdgarApi.Api.Authentication;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using EdgarApi.Contracts;

namespace EdgarApi.Api.Admin;

/// <summary>Administration, under <c>/api/v1/admin</c> and the short form <c>/admin</c>.</summary>
internal static class AdminApi
{
    public const string Prefix = ApiRoutes.Admin;
    public const string Short = ApiRoutes.ShortAdmin;
    public const string Tag = "Administration";

    /// <summary>Endpoints for admin keys, restricted to their own organization.</summary>
    public static IEndpointRouteBuilder AdminGroup(this IEndpointRouteBuilder app, string prefix) => Group(app, prefix, Policies.Admin);

    /// <summary>Endpoints for admin keys of operators.</summary>
    public static IEndpointRouteBuilder OperatorGroup(this IEndpointRouteBuilder app, string prefix) =>
        Group(app, prefix, Policies.Operate);

    public static IHostApplicationBuilder AddAdmin(this IHostApplicationBuilder builder)
    {
        builder.AddOperation();
        builder.FollowDegradedMode();
        builder.Services.AddSingleton<OperationStatus>();
        return builder;
    }

    public static WebApplication MapAdmin(this WebApplication app)
    {
        foreach (var prefix in (string[])[Prefix, Short])
        {
            var admin = app.AdminGroup(prefix);
            admin.MapUsers();
            admin.MapKeys();
            admin.MapAudit();
            var operation = app.OperatorGroup(prefix);
            admin.MapOrganizations(operation);
            operation.MapOperation();
            operation.MapDegradedMode();
        }

        return app;
    }

    private static RouteGroupBuilder Group(IEndpointRouteBuilder app, string prefix, string policy)
    {
        var group = app.MapGroup(prefix).RequireAuthorization(policy).WithTags(Tag).WithProblems(
            ProblemKinds.InvalidParameter, ProblemKinds.ApiKeyMissing, ProblemKinds.Forbidden, ProblemKinds.ResourceNotFound,
            ProblemKinds.Conflict, ProblemKinds.RateLimitExceeded, ProblemKinds.InternalError, ProblemKinds.UpstreamUnavailable);
        group.AddEndpointFilter<ArgumentFilter>().AddEndpointFilter<AccountsFilter>().AddEndpointFilter<PrimaryFilter>();
        if (prefix == Short) ((IEndpointConventionBuilder)group).Finally(HideAlias);
        return group;
    }

    /// <summary>Removes the name of a short route and hides it from the documentation: the long route has both.</summary>
    private static void HideAlias(EndpointBuilder endpoint)
    {
        var names = endpoint.Metadata.Where(metadata => metadata is IEndpointNameMetadata or IRouteNameMetadata).ToList();
        foreach (var name in names) endpoint.Metadata.Remove(name);
        endpoint.Metadata.Add(new ExcludeFromDescriptionAttribute());
    }
}
