using System.Runtime.CompilerServices;
using System.Security.Claims;
using EdgarApi.Accounts;

namespace EdgarApi.Api.Authentication;

/// <summary>A caller as the framework's authorization knows it; made once a caller.</summary>
internal static class CallerPrincipal
{
    private static readonly ConditionalWeakTable<Caller, ClaimsPrincipal> Made = [];

    public static ClaimsPrincipal From(Caller caller) => Made.GetValue(caller, Make);

    private static ClaimsPrincipal Make(Caller caller) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.Name, caller.Bucket), .. Policies.GetScopes(caller).Select(scope => new Claim(Policies.Scope, scope))], ApiKeyAuthentication.SchemeName));
}
