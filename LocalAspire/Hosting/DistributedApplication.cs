using System.Reflection;
using System.Runtime.InteropServices;
using Aspire.Hosting.ApplicationModel;
using LocalAspire.Running;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>The application: every resource that runs, as processes of this machine.</summary>
public sealed class DistributedApplication : IAsyncDisposable
{
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Orchestrator _orchestrator;

    internal DistributedApplication(IConfiguration configuration, IReadOnlyList<IResource> resources)
    {
        Configuration = configuration;
        Resources = resources;
        ResourceNotifications = new ResourceNotificationService();
        _orchestrator = new Orchestrator(resources, ResourceNotifications);
    }

    public ResourceNotificationService ResourceNotifications { get; }

    internal IConfiguration Configuration { get; }

    internal IReadOnlyList<IResource> Resources { get; }

    public static IDistributedApplicationBuilder CreateBuilder(string[] args) =>
        new DistributedApplicationBuilder(TestSession.Current?.AppHost ?? Assembly.GetEntryAssembly()!, args);

    /// <summary>Starts everything, waits for Ctrl+C or a signal to end, and stops everything.</summary>
    public void Run() => RunAsync().GetAwaiter().GetResult();

    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        if (TestSession.Current is not null)
        {
            // The test starts and disposes the application; Main only has to stay.
            await _stopped.Task.ConfigureAwait(false);
            return;
        }

        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var registrations = new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT }.Select(signal =>
            PosixSignalRegistration.Create(signal, context => context.Cancel = end.TrySetResult())).ToList(); // a second one ends at once
        await using var cancelled = cancellationToken.Register(() => end.TrySetResult());

        await StartAsync(cancellationToken).ConfigureAwait(false);
        await end.Task.ConfigureAwait(false);
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        registrations.ForEach(registration => registration.Dispose());
    }

    /// <summary>Begins to start every resource and returns; see <see cref="ResourceNotifications"/> for how they fare.</summary>
    public Task StartAsync(CancellationToken cancellationToken = default) => _orchestrator.StartAsync(cancellationToken);

    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        await _orchestrator.StopAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        _stopped.TrySetResult();
    }

    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);
}
