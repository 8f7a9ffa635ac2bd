using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.Hosting;

namespace EdgarApi.Tests.Deployment;

/// <summary>
/// Runs a program until its host is built, and returns the host, which has not started. The host announces itself with a diagnostic event;
/// <c>WebApplicationFactory</c> and the tools of Entity Framework find it in the same way.
/// </summary>
internal sealed class BuiltHost : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    /// <summary>The observer of this flow: other tests build hosts at the same time.</summary>
    private static readonly AsyncLocal<BuiltHost?> Current = new();

    private IHost? _host;

    private BuiltHost()
    {
    }

    /// <summary>Builds the host of a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    public static IHost From(Assembly program, params string[] arguments)
    {
        var built = new BuiltHost();
        Current.Value = built;
        using var subscription = DiagnosticListener.AllListeners.Subscribe(built);
        var stopped = Assert.Throws<TargetInvocationException>(() => program.EntryPoint!.Invoke(null, [arguments]));
        Current.Value = null;
        Assert.IsType<HostAbortedException>(stopped.InnerException);
        return built._host!;
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.Extensions.Hosting") value.Subscribe(this);
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (Current.Value != this || value.Key != "HostBuilt") return;
        _host = (IHost)value.Value!;
        throw new HostAbortedException();
    }

    public void OnError(Exception error)
    {
    }

    public void OnCompleted()
    {
    }
}
