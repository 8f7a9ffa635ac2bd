using System.Reflection;

namespace Aspire.Hosting;

/// <summary>A test that runs an AppHost's Main in its own process, holds it before Build, and takes the application from it.</summary>
internal sealed class TestSession(Assembly appHost)
{
    private static readonly AsyncLocal<TestSession?> Ambient = new();

    private readonly TaskCompletionSource<DistributedApplicationBuilder> _builder = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<DistributedApplication> _application = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _buildAsked = new();

    /// <summary>The session whose Main this code runs in; null outside tests.</summary>
    public static TestSession? Current => Ambient.Value;

    public Assembly AppHost { get; } = appHost;

    public Task<DistributedApplicationBuilder> Builder => _builder.Task;

    public void Start(string[] args)
    {
        var main = AppHost.EntryPoint ?? throw new ArgumentException($"{AppHost.GetName().Name} is not a program.");
        var thread = new Thread(() =>
        {
            Ambient.Value = this;
            try
            {
                (main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [args], null) as Task)?.GetAwaiter().GetResult();
            }
            catch (Exception exception) when (_builder.TrySetException(exception) || _application.TrySetException(exception))
            {
                // The test awaits one of the two, and sees it there.
            }
        })
        { IsBackground = true, Name = "AppHost" };
        thread.Start();
    }

    public Task<DistributedApplication> BuildAsync()
    {
        _buildAsked.TrySetResult();
        return _application.Task;
    }

    public void WaitForBuild(DistributedApplicationBuilder builder)
    {
        _builder.TrySetResult(builder);
        _buildAsked.Task.GetAwaiter().GetResult();
    }

    public void Built(DistributedApplication application) => _application.TrySetResult(application);
}
