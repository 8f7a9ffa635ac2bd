using System.Runtime.CompilerServices;
using System.Security.Claims;
using EdgarApi.Accounts;

namespace EdgarApi.Api.Authentication;

/// <summary>Maps callers to principals for ASP.NET Core authorization. Each caller has one cached principal.</summary>
internal static class CallerPrincipal
{
    private static readonly ConditionalWeakTable<Caller, ClaimsPrincipal> Principals = [];

    public static ClaimsPrincipal From(Caller caller) => Principals.GetValue(caller, Create);

    private static ClaimsPrincipal Create(Caller caller)
    {
        var scopes = Policies.GetScopes(caller).Select(scope => new Claim(Policies.Scope, scope));
        return new(new ClaimsIdentity([new Claim(ClaimTypes.Name, caller.Bucket), .. scopes], ApiKeyAuthentication.SchemeName));
    }
}
