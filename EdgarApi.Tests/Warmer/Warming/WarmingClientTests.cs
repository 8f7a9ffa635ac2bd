using EdgarApi.Warmer.Warming;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgarApi.Tests.Warmer.Warming;

public sealed class WarmingClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_API_is_found_by_service_discovery_and_transient_rejections_are_retried()
    {
        var requests = new List<string>();
        await using var api = await StartApiAsync(context =>
        {
            requests.Add($"{context.Request.Path}{context.Request.QueryString} {context.Request.Headers["X-Api-Key"]}");
            context.Response.Headers["X-Cache"] = "miss";
            if (requests.Count > 1) return;
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "0";
        });
        using var warmer = Warmer(api.Urls.Single());

        var result = await warmer.Services.GetRequiredService<WarmingClient>()
            .WarmAsync("/api/v1/companies/BRK-B/statements/income?freq=quarterly", Token);

        Assert.Equal(WarmOutcome.Warmed, result.Outcome);
        Assert.Equal(Enumerable.Repeat("/api/v1/companies/BRK-B/statements/income?freq=quarterly the-key", 2), requests);
    }

    [Theory]
    [InlineData(StatusCodes.Status404NotFound, nameof(WarmOutcome.Missing))]
    [InlineData(StatusCodes.Status401Unauthorized, nameof(WarmOutcome.Refused))]
    public async Task An_unavailable_response_is_requested_once(int status, string outcome)
    {
        var requests = 0;
        await using var api = await StartApiAsync(context =>
        {
            requests++;
            context.Response.StatusCode = status;
        });
        using var warmer = Warmer(api.Urls.Single());

        var result = await warmer.Services.GetRequiredService<WarmingClient>()
            .WarmAsync("/api/v1/companies/TSM/statements/income?freq=quarterly", Token);

        Assert.Equal((outcome, 1), (result.Outcome.ToString(), requests));
        Assert.Contains($"returned {status}", result.Reason, StringComparison.Ordinal);
    }

    private static IHost Warmer(string address)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(
        [
            new("services:api:http:0", address), new("EdgarApi:Warming:ApiKey", "the-key"),
            new("ConnectionStrings:edgardb", "Host=127.0.0.1;Username=edgar;Database=edgar"),
        ]);
        builder.AddServiceDefaults();
        builder.Logging.ClearProviders();
        builder.AddWarming();
        return builder.Build();
    }

    private static async Task<WebApplication> StartApiAsync(Action<HttpContext> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var api = builder.Build();
        api.Run(context =>
        {
            answer(context);
            return Task.CompletedTask;
        });
        await api.StartAsync(Token);
        return api;
    }
}
