using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using EdgarApi.Api.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace EdgarApi.Api.Authentication;

/// <summary>Settings of the keys, from the configuration section <c>EdgarApi</c>.</summary>
internal sealed class ApiKeyOptions : AuthenticationSchemeOptions
{
    /// <summary>The one key that local runs accept; without it no keyed route answers.</summary>
    public string? DevelopmentKey { get; set; }
}

/// <summary>Authenticates by <c>X-Api-Key</c> or <c>Authorization: Bearer</c>.</summary>
internal sealed class ApiKeyAuthentication(IOptionsMonitor<ApiKeyOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<ApiKeyOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";
    public const string Header = "X-Api-Key";
    private const string Bearer = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
        KeyOf(Request) is not { } key ? AuthenticateResult.NoResult()
        : IsDevelopmentKey(key) ? AuthenticateResult.Success(TicketFor("development"))
        : AuthenticateResult.Fail("The key is not known."));

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer realm=\"EdgarApi\"";
        var problem = KeyOf(Request) is null
            ? ApiProblem.Of(ProblemKinds.ApiKeyMissing, $"Send a key in the header {Header}, or as Authorization: Bearer.")
            : ApiProblem.Of(ProblemKinds.ApiKeyInvalid, "The key that came with the request is not known.");
        await problem.ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        ApiProblem.Of(ProblemKinds.Forbidden, "The key that came with the request does not allow this.").ExecuteAsync(Context);

    public static bool HasKey(HttpRequest request) => KeyOf(request) is not null;

    private static string? KeyOf(HttpRequest request)
    {
        if (request.Headers[Header] is [{ Length: > 0 } key]) return key;
        return request.Headers[HeaderNames.Authorization] is [{ } authorization] && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? authorization[Bearer.Length..].Trim()
            : null;
    }

    /// <summary>Compares hashes in fixed time, so that the time taken tells neither the key's length nor its beginning.</summary>
    private bool IsDevelopmentKey(string key) => Options.DevelopmentKey is { Length: > 0 } known
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(key)), SHA256.HashData(Encoding.UTF8.GetBytes(known)));

    private static AuthenticationTicket TicketFor(string name) =>
        new(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], SchemeName)), SchemeName);
}

internal static class ApiKeyAuthenticationExtensions
{
    public static IHostApplicationBuilder AddApiKeys(this IHostApplicationBuilder builder)
    {
        // Only the core: AddAuthentication would bring cookies' data protection along, which writes keys to the disk.
        builder.Services.AddAuthenticationCore(options => options.DefaultScheme = ApiKeyAuthentication.SchemeName);
        builder.Services.AddWebEncoders();
        builder.Services.TryAddSingleton(TimeProvider.System);
        new AuthenticationBuilder(builder.Services)
            .AddScheme<ApiKeyOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, builder.Configuration.GetSection("EdgarApi").Bind);
        builder.Services.AddAuthorization();
        return builder;
    }
}
