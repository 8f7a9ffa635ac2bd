using System.Net;
using EdgarApi.Sec.Bulk;
using EdgarApi.Sec.Files;
using EdgarApi.Sec.Live;
using EdgarApi.Sec.RequestBudget;
using EdgarApi.Sec.Snapshots;
using EdgarApi.Sec.Sources;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EdgarApi.Sec;

/// <summary>Registers where companies come from.</summary>
public static class SecExtensions
{
    /// <summary>
    /// The <see cref="ICompanySource"/> that <see cref="IngestOptions.Source"/> names; in live mode also as <see cref="IRefreshableCompanySource"/>.
    /// Live mode takes the program's <see cref="IConnectionMultiplexer"/>, if there is one, to share the SEC's rate with other processes.
    /// </summary>
    public static IHostApplicationBuilder AddCompanySource(this IHostApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection(IngestOptions.Section);
        builder.Services.AddOptions<IngestOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        var ingest = Read(section);
        switch (ingest.Source)
        {
            case IngestSource.Live:
                builder.Services.AddOptions<SecOptions>().Bind(builder.Configuration.GetSection(SecOptions.Section));
                builder.Services.AddSecLive();
                break;
            case IngestSource.Bulk:
                var layout = FindBulk(ingest.Path);
                builder.Services.AddSingleton<ICompanySource>(_ => new BulkCompanySource(layout));
                break;
            default:
                builder.Services.AddSingleton<ICompanySource>(_ => ingest.Path is { } path ? new SnapshotFolder(path, "sample") : SnapshotFolder.Sample);
                break;
        }

        return builder;
    }

    private static BulkLayout FindBulk(string? path)
    {
        try
        {
            return BulkLayout.Find(path ?? throw Wrong("EdgarApi:Ingest:Source is Bulk, so EdgarApi:Ingest:Path must name companyfacts.zip or the folder that holds it."));
        }
        catch (SecDataException error)
        {
            throw Wrong($"EdgarApi:Ingest:Path must name companyfacts.zip or the folder that holds it: {error.Message}");
        }
    }

    private static OptionsValidationException Wrong(string why) => new(IngestOptions.Section, typeof(IngestOptions), [why]);

    /// <summary>The binder takes any number for an enumeration, and tells of a wrong word without the right ones.</summary>
    private static IngestOptions Read(IConfigurationSection section)
    {
        var names = Enum.GetNames<IngestSource>();
        return section[nameof(IngestOptions.Source)] is { Length: > 0 } source && !names.Contains(source, StringComparer.OrdinalIgnoreCase)
            ? throw Wrong($"{section.Path}:{nameof(IngestOptions.Source)} is '{source}'; it must be one of {string.Join(", ", names)}.")
            : section.Get<IngestOptions>() ?? new IngestOptions();
    }

    /// <summary>The source that the configuration names.</summary>
    /// <exception cref="OptionsValidationException">It names none of them.</exception>
    public static IngestSource FindIngestSource(this IHostApplicationBuilder builder) => Read(builder.Configuration.GetSection(IngestOptions.Section)).Source;

    /// <summary>The live source on a service collection whose <see cref="SecOptions"/> are configured.</summary>
    public static IServiceCollection AddSecLive(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<SecOptions>, SecContactValidator>();
        services.AddOptions<SecOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ISecRequestBudget>(provider => new SharedRequestBudget(
            provider.GetService<IConnectionMultiplexer>(), provider.GetRequiredService<IOptions<SecOptions>>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SharedRequestBudget>>()));
        services.AddTransient<SecRulesHandler>();
        services.AddSingleton<LiveCompanySource>();
        services.AddSingleton<IRefreshableCompanySource>(provider => provider.GetRequiredService<LiveCompanySource>());
        services.AddSingleton<ICompanySource>(provider => provider.GetRequiredService<LiveCompanySource>());

        var client = services.AddHttpClient<SecClient>((provider, http) =>
        {
            http.Timeout = Timeout.InfiniteTimeSpan; // the resilience handler has the timeouts
            http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", provider.GetRequiredService<IOptions<SecOptions>>().Value.UserAgent);
        });
        client.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.GZip,
            MaxConnectionsPerServer = 100,
            PooledConnectionLifetime = TimeSpan.FromMinutes(15),
            ConnectTimeout = TimeSpan.FromSeconds(10),
            AllowAutoRedirect = false,
            UseCookies = false,
        });
        // One client lives as long as the program; its connections are renewed by their own lifetime.
        client.SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        // A program's default handler would sit around this one: it would repeat what the SEC refused, and end after 30 s what may wait longer.
#pragma warning disable EXTEXP0001 // Subject to change, and without a substitute.
        client.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
        client.AddStandardResilienceHandler().Configure((resilience, provider) =>
            Adapt(resilience, provider.GetRequiredService<IOptions<SecOptions>>().Value));
        client.AddHttpMessageHandler<SecRulesHandler>(); // after the resilience handler: each attempt waits for its turn
        return services;
    }

    private static void Adapt(HttpStandardResilienceOptions resilience, SecOptions sec)
    {
        resilience.RateLimiter.DefaultRateLimiterOptions.PermitLimit = sec.MaxInFlight;
        resilience.RateLimiter.DefaultRateLimiterOptions.QueueLimit = 10_000;
        resilience.AttemptTimeout.Timeout = sec.AttemptTimeout;
        resilience.TotalRequestTimeout.Timeout = 3 * sec.AttemptTimeout;
        resilience.CircuitBreaker.SamplingDuration = 2 * sec.AttemptTimeout;
        resilience.Retry.Delay = sec.RetryDelay;
        resilience.Retry.ShouldRetryAfterHeader = true;
        var transient = resilience.Retry.ShouldHandle;
        // A long wait is for the caller to plan, not to sit through; and a refusal without an end is no passing fault.
        resilience.Retry.ShouldHandle = attempt => attempt.Outcome.Result is { } response && IsRefusal(response)
            ? ValueTask.FromResult(SecRulesHandler.RetryAfter(response) <= sec.MaxWait)
            : transient(attempt);
        var failure = resilience.CircuitBreaker.ShouldHandle;
        // The pause after a refusal does what the circuit breaker would.
        resilience.CircuitBreaker.ShouldHandle = attempt => attempt.Outcome.Result is { } response && IsRefusal(response)
            ? ValueTask.FromResult(false)
            : failure(attempt);
    }

    private static bool IsRefusal(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.Forbidden;
}
