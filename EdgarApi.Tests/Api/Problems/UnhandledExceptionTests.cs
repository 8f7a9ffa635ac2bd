using System.Net;
using System.Text.Json;
using EdgarApi.Api.Caching;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Responses;
using EdgarApi.Api.WebSecurity;
using EdgarApi.Storage.Routing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgarApi.Tests.Api.Problems;

public sealed class UnhandledExceptionTests
{
    public static TheoryData<string, HttpStatusCode, string> Failures => new()
    {
        { "bug", HttpStatusCode.InternalServerError, "internal_error" },
        { "database", HttpStatusCode.ServiceUnavailable, "upstream_unavailable" },
        { "primary", HttpStatusCode.ServiceUnavailable, "upstream_unavailable" },
        { "timeout", HttpStatusCode.ServiceUnavailable, "upstream_unavailable" },
        { "overload", HttpStatusCode.ServiceUnavailable, "overloaded" },
        { "body", HttpStatusCode.RequestEntityTooLarge, "content_too_large" },
        { "malformed", HttpStatusCode.BadRequest, "malformed_request" },
        { "teapot", (HttpStatusCode)418, "malformed_request" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task An_exception_becomes_a_problem_without_internal_details(string failure, HttpStatusCode status, string code)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddJsonTypes().AddProblemResponses();
        await using var app = builder.Build();
        app.UseProblemResponses();
        app.MapGet("/{failure}", (string failure) => Fail(failure));
        await app.StartAsync(TestContext.Current.CancellationToken);

        using var response = await app.GetTestClient()
            .GetAsync(new Uri($"/{failure}", UriKind.Relative), TestContext.Current.CancellationToken);

        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        using var problem = JsonDocument.Parse(body);
        Assert.Equal((status, code), (response.StatusCode, problem.RootElement.GetProperty("code").GetString()));
        Assert.Equal(ApiProblem.MediaType, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(status == HttpStatusCode.ServiceUnavailable, response.Headers.RetryAfter is not null);
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", body, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", body, StringComparison.Ordinal);
    }

    /// <summary>Without these headers, a browser hides the response from scripts, which then cannot know when to retry.</summary>
    [Theory]
    [InlineData("/public/overload", "*")]
    [InlineData("/keyed/overload", "")]
    public async Task Cross_origin_scripts_can_read_errors_of_open_routes(string address, string origins)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddJsonTypes().AddProblemResponses();
        builder.AddBrowserAccess();
        await using var app = builder.Build();
        app.UseProblemResponses();
        app.UseRouting();
        app.UseBrowserAccess();
        app.MapGet("/public/{failure}", (string failure) => Fail(failure)).AllowBrowsers();
        app.MapGet("/keyed/{failure}", (string failure) => Fail(failure));
        await app.StartAsync(TestContext.Current.CancellationToken);

        using var response = await app.GetTestClient().GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(
            origins,
            string.Join(',', response.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) ? allowed : []));
        Assert.Equal(
            origins.Length > 0,
            response.Headers.TryGetValues("Access-Control-Expose-Headers", out var exposed)
                && exposed.Single().Contains("Retry-After", StringComparison.Ordinal));
    }

    private static StatusCodeHttpResult Fail(string failure) => failure switch
    {
        "bug" => throw new InvalidOperationException("secret"),
        "primary" => throw new NpgsqlException("No suitable host was found. secret"),
        "database" => throw new DatabaseUnavailableException("secret"),
        "timeout" => throw new TimeoutException("secret"),
        "overload" => throw new OverloadedException(),
        "body" => throw new BadHttpRequestException("secret", StatusCodes.Status413PayloadTooLarge),
        "malformed" => throw new BadHttpRequestException("secret"),
        _ => TypedResults.StatusCode(StatusCodes.Status418ImATeapot),
    };
}
