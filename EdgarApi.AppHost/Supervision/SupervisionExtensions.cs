using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace EdgarApi.AppHost.Supervision;

/// <summary>Registers the supervision of local processes.</summary>
internal static class SupervisionExtensions
{
    public static IDistributedApplicationBuilder AddSupervision(this IDistributedApplicationBuilder builder)
    {
        builder.Configuration["DcpPublisher:WaitForResourceCleanup"] = "true"; // the AppHost ends after its processes, not before
        builder.Services.AddHostedService<HangUpListener>();
        builder.Services.AddHostedService<OrderlyStop>();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.PostConfigure<HealthCheckServiceOptions>(RepeatChecksDuringStart);
        builder.Services.AddSingleton<ProcessSupervisor>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<ProcessSupervisor>());
        return builder;
    }

    private static void RepeatChecksDuringStart(HealthCheckServiceOptions options)
    {
        foreach (var registration in options.Registrations)
        {
            var (create, progress) = (registration.Factory, new StartupHealthCheck.Progress());
            registration.Factory = services =>
                new StartupHealthCheck(create(services), progress, services.GetRequiredService<TimeProvider>());
        }
    }

    /// <summary>
    /// Runs the system. A stop that arrives while it starts is an ordinary end; a process that cannot start ends the run with exit code 1.
    /// </summary>
    public static async Task RunUntilStoppedAsync(this DistributedApplication app)
    {
        var supervisor = app.Services.GetService<ProcessSupervisor>(); // none when publishing
        var stopping = app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        try
        {
            await app.RunAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }

        if (supervisor?.Failure is not { } failure) return;
        await Console.Error.WriteLineAsync($"EdgarApi does not start: {failure}").ConfigureAwait(false);
        Environment.ExitCode = 1;
    }
}
