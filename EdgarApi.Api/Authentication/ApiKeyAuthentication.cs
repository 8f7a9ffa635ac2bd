using System.Text.Encodings.Web;
using EdgarApi.Accounts;
using EdgarApi.Accounts.Keys;
using EdgarApi.Api.Callers;
using EdgarApi.Api.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace EdgarApi.Api.Authentication;

/// <summary>Authenticates by the key that came with the request (<see cref="RequestKey"/>).</summary>
internal sealed class ApiKeyAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, KeyCache ring)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";

    private static readonly AuthenticateResult Invalid = AuthenticateResult.Fail("The key is not valid.");
    private static readonly AuthenticateResult Expired = AuthenticateResult.Fail("The key has expired.");

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var key = RequestKey.From(Request);
        if (key.IsEmpty) return AuthenticateResult.NoResult();
        if (!ring.TryCheck(key, out var check)) check = await ring.CheckAsync(key.ToString(), Context.RequestAborted);
        if (!check.IsGood) return check.Status == KeyStatus.Expired ? Expired : Invalid;
        if (RequestAccount.From(Context) is { } account) account.Caller = check.Caller;
        return AuthenticateResult.Success(new AuthenticationTicket(CallerPrincipal.From(check.Caller), SchemeName));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var outcome = await HandleAuthenticateOnceAsync();
        Response.Headers.WWWAuthenticate = "Bearer realm=\"EdgarApi\"";
        var problem = outcome.None ? ApiProblem.Create(ProblemKinds.ApiKeyMissing, $"Send a key in the header {RequestKey.Header}, or as Authorization: Bearer.")
            : ReferenceEquals(outcome.Failure, Expired.Failure) ? ApiProblem.Create(ProblemKinds.ApiKeyExpired, "The time of the key that came with the request is over.")
            : ApiProblem.Create(ProblemKinds.ApiKeyInvalid, "The key that came with the request is not known, or not any more.");
        await problem.ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        ApiProblem.Create(ProblemKinds.Forbidden, "The key that came with the request does not allow this.").ExecuteAsync(Context);
}

/// <summary>Refuses a bad key also where none is needed: whoever sends one believes that it counts.</summary>
internal sealed class BadKeyFilter : IEndpointFilter
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
        // Only the core: AddAuthentication would bring cookies' data protection along, which writes keys to the disk.
        builder.Services.AddAuthenticationCore(options => options.DefaultScheme = ApiKeyAuthentication.SchemeName);
        builder.Services.AddWebEncoders();
        builder.Services.TryAddSingleton(TimeProvider.System);
        new AuthenticationBuilder(builder.Services)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null);
        builder.Services.AddPolicies();
        return builder;
    }
}
