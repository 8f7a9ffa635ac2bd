using EdgarApi.Accounts;
using Microsoft.AspNetCore.Authorization;

namespace EdgarApi.Api.Authentication;

/// <summary>Authorization policies by key scope. <see cref="Read"/> is the default.</summary>
internal static class Policies
{
    public const string Scope = "scope";
    public const string Read = "read";
    public const string Admin = "admin";
    public const string Operate = "operate";

    public static IServiceCollection AddPolicies(this IServiceCollection services)
    {
        services.AddAuthorizationBuilder()
            .AddPolicy(Admin, RequireScope(Admin))
            .AddPolicy(Operate, RequireScope(Operate))
            .SetDefaultPolicy(RequireScope(Read));
        return services;
    }

    public static IEnumerable<string> GetScopes(Caller caller)
    {
        if (caller.Scopes.HasFlag(KeyScope.Read)) yield return Read;
        if (caller.Scopes.HasFlag(KeyScope.Admin)) yield return Admin;
        if (caller.Scopes.HasFlag(KeyScope.Operate)) yield return Operate;
    }

    private static AuthorizationPolicy RequireScope(string scope) =>
        new AuthorizationPolicyBuilder(ApiKeyAuthentication.SchemeName).RequireAuthenticatedUser().RequireClaim(Scope, scope).Build();
}
