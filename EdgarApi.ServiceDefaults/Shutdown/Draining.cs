using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EdgarApi.ServiceDefaults.Shutdown;

/// <summary>
/// Moves traffic to other processes before this one stops. The server itself closes idle connections without notice, and a request that
/// a client sends at that moment fails. Therefore the process first reports itself as unhealthy, so that load balancers send no new
/// connections, and asks clients to close their connections after the next response (<c>Connection: close</c>). It stops after
/// <see cref="ShutdownOptions.DrainTime"/>.
/// </summary>
internal sealed partial class Draining(IOptions<ShutdownOptions> options, TimeProvider time, ILogger<Draining> logger)
    : IHostedLifecycleService, IHealthCheck
{
    private volatile bool _hasBegun;

    /// <summary>Whether the process is about to stop.</summary>
    public bool HasBegun => _hasBegun;

    /// <summary>Runs before any hosted service stops, the server included.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var drainTime = options.Value.DrainTime;
        if (drainTime == TimeSpan.Zero) return;
        _hasBegun = true;
        LogBegun(drainTime.TotalSeconds);
        await Task.Delay(drainTime, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_hasBegun ? HealthCheckResult.Unhealthy("The process is about to stop.") : HealthCheckResult.Healthy());

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Information, "Stopping; still serving for {Seconds} s while traffic moves to other processes")]
    private partial void LogBegun(double seconds);
}

/// <summary>Adds <see cref="Draining"/> to a service that answers requests.</summary>
public static class DrainingExtensions
{
    /// <summary>Adds the service, its health check and its settings.</summary>
    public static WebApplicationBuilder AddDraining(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ShutdownOptions>()
            .Bind(builder.Configuration.GetSection(ShutdownOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<Draining>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Draining>());
        builder.Services.AddHealthChecks().AddCheck<Draining>("accepting");
        return builder;
    }

    /// <summary>Asks clients to close their connections. Comes first, to apply to every response.</summary>
    public static IApplicationBuilder UseDraining(this IApplicationBuilder app)
    {
        var draining = app.ApplicationServices.GetRequiredService<Draining>();
        return app.Use(next => context =>
        {
            if (draining.HasBegun) context.Response.OnStarting(CloseConnection, context.Response);
            return next(context);
        });
    }

    /// <summary>Set late, because a problem response removes the headers.</summary>
    private static Task CloseConnection(object response)
    {
        ((HttpResponse)response).Headers.Connection = "close";
        return Task.CompletedTask;
    }
}
