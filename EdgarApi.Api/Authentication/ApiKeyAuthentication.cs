using System.Text.Encodings.Web;
using EdgarApi.Accounts;
using EdgarApi.Accounts.Keys;
using EdgarApi.Api.Callers;
using EdgarApi.Api.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace EdgarApi.Api.Authentication;

/// <summary>Authenticates by the API key of the request (<see cref="RequestKey"/>).</summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, KeyCache keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";

    private static readonly AuthenticateResult Invalid = AuthenticateResult.Fail("The key is not valid.");
    private static readonly AuthenticateResult Expired = AuthenticateResult.Fail("The key has expired.");

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var key = RequestKey.From(Request);
        if (key.IsEmpty) return AuthenticateResult.NoResult();
        if (!keys.TryCheck(key, out var check)) check = await keys.CheckAsync(key.ToString(), Context.RequestAborted);
        if (!check.IsGood) return check.Status == KeyStatus.Expired ? Expired : Invalid;
        if (RequestInfo.From(Context) is { } info) info.Caller = check.Caller;
        return AuthenticateResult.Success(new AuthenticationTicket(CallerPrincipal.From(check.Caller), SchemeName));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var result = await HandleAuthenticateOnceAsync();
        Response.Headers.WWWAuthenticate = "Bearer realm=\"EdgarApi\"";
        var (kind, detail) = result.None
            ? (ProblemKinds.ApiKeyMissing, $"Send an API key in the {RequestKey.Header} header, or as Authorization: Bearer.")
            : ReferenceEquals(result.Failure, Expired.Failure)
                ? (ProblemKinds.ApiKeyExpired, "The API key of the request has expired.")
                : (ProblemKinds.ApiKeyInvalid, "The API key of the request is unknown, revoked or disabled.");
        await ApiProblem.Create(kind, detail).ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        ApiProblem.Create(ProblemKinds.Forbidden, "The scopes of the API key do not allow this request.").ExecuteAsync(Context);
}

/// <summary>Rejects an invalid key even on public routes: a client that sends a key expects it to count.</summary>
internal sealed class InvalidKeyFilter : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext;
        return RequestKey.From(request.Request).IsEmpty || request.User.Identity is { IsAuthenticated: true }
            ? next(context)
            : ValueTask.FromResult<object?>(TypedResults.Challenge());
    }
}

internal static class ApiKeyAuthenticationExtensions
{
    public static IHostApplicationBuilder AddApiKeys(this IHostApplicationBuilder builder)
    {
        builder.AddKeys();
        // Only the core services: AddAuthentication also adds data protection for cookies, which writes keys to disk.
        builder.Services.AddAuthenticationCore(options => options.DefaultScheme = ApiKeyAuthentication.SchemeName);
        builder.Services.AddWebEncoders();
        builder.Services.TryAddSingleton(TimeProvider.System);
        new AuthenticationBuilder(builder.Services)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null);
        // The framework logs each rejected key several times as information, so anyone could flood the log.
        builder.Logging.AddFilter(typeof(ApiKeyAuthentication).FullName, LogLevel.Warning);
        builder.Services.AddPolicies();
        return builder;
    }
}
