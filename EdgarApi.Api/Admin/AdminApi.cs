using EdgarApi.Accounts;
using EdgarApi.Api.Authentication;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using EdgarApi.Contracts;

namespace EdgarApi.Api.Admin;

/// <summary>Administration, under <c>/api/v1/admin</c> and, for short, <c>/admin</c>.</summary>
internal static class AdminApi
{
    public const string Prefix = ApiRoutes.Admin;
    public const string Short = "/admin";
    public const string Tag = "Administration";

    /// <summary>What admin keys open, for their own organization.</summary>
    public static IEndpointRouteBuilder AdminGroup(this IEndpointRouteBuilder app, string prefix) => Group(app, prefix, Policies.Admin);

    /// <summary>What only operators' admin keys open.</summary>
    public static IEndpointRouteBuilder OperatorGroup(this IEndpointRouteBuilder app, string prefix) => Group(app, prefix, Policies.Operate);

    public static IHostApplicationBuilder AddAdmin(this IHostApplicationBuilder builder)
    {
        builder.AddOperation();
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
            OrganizationsApi.Map(admin, operation);
            operation.MapOperation();
        }

        return app;
    }

    private static RouteGroupBuilder Group(IEndpointRouteBuilder app, string prefix, string policy)
    {
        var group = app.MapGroup(prefix).RequireAuthorization(policy).WithTags(Tag).WithProblems(
            ProblemKinds.InvalidParameter, ProblemKinds.ApiKeyMissing, ProblemKinds.Forbidden, ProblemKinds.ResourceNotFound, ProblemKinds.Conflict,
            ProblemKinds.RateLimitExceeded, ProblemKinds.InternalError, ProblemKinds.UpstreamUnavailable);
        group.AddEndpointFilter<ArgumentFilter>().AddEndpointFilter<AccountsFilter>();
        if (prefix == Short) ((IEndpointConventionBuilder)group).Finally(Unname);
        return group;
    }

    /// <summary>The second address of an endpoint has neither a name nor a place in the documentation.</summary>
    private static void Unname(EndpointBuilder endpoint)
    {
        foreach (var name in endpoint.Metadata.Where(metadata => metadata is IEndpointNameMetadata or IRouteNameMetadata).ToList()) endpoint.Metadata.Remove(name);
        endpoint.Metadata.Add(new ExcludeFromDescriptionAttribute());
    }
}
