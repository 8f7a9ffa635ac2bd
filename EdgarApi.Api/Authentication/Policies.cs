using EdgarApi.Accounts;
using Microsoft.AspNetCore.Authorization;

namespace EdgarApi.Api.Authentication;

/// <summary>What an endpoint can ask of a key; <see cref="Read"/> where it asks for nothing in particular.</summary>
internal static class Policies
{
    public const string Scope = "scope";
    public const string Read = "read";
    public const string Admin = "admin";
    public const string Operate = "operate";

    public static IServiceCollection AddPolicies(this IServiceCollection services)
    {
        services.AddAuthorizationBuilder()
            .AddPolicy(Admin, Needs(Admin))
            .AddPolicy(Operate, Needs(Operate))
            .SetDefaultPolicy(Needs(Read));
        return services;
    }

    public static IEnumerable<string> GetScopes(Caller caller)
    {
        if (caller.Scopes.HasFlag(KeyScope.Read)) yield return Read;
        if (caller.Scopes.HasFlag(KeyScope.Admin)) yield return Admin;
        if (caller.Scopes.HasFlag(KeyScope.Operate)) yield return Operate;
    }

    private static AuthorizationPolicy Needs(string scope) =>
        new AuthorizationPolicyBuilder(ApiKeyAuthentication.SchemeName).RequireAuthenticatedUser().RequireClaim(Scope, scope).Build();
}
