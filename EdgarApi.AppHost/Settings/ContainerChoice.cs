using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Configuration;

namespace EdgarApi.AppHost.Settings;

/// <summary>Whether Redis and Postgres run as containers, and why.</summary>
/// <param name="Value">True for containers, false for the machine's own programs.</param>
/// <param name="Reason">Why, for the log.</param>
internal sealed record ContainerChoice(bool Value, string Reason)
{
    /// <summary>A frozen engine must not hold up the start.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Asks the engine that Aspire is told to use (<c>ASPIRE_CONTAINER_RUNTIME</c>), otherwise Docker and then Podman.</summary>
    public static ContainerChoice Detect(IConfiguration configuration)
    {
        string[] engines = configuration["ASPIRE_CONTAINER_RUNTIME"] is { Length: > 0 } configured ? [configured] : ["docker", "podman"];
        var silent = new List<string>();
        foreach (var engine in engines)
        {
            switch (Ask(engine))
            {
                case true: return new(true, $"{engine} responds");
                case false: silent.Add(engine); break;
            }
        }
        return new(false, silent.Count == 0 ? "no container engine is installed"
            : $"{string.Join(" and ", silent)} is installed but does not respond");
    }

    /// <summary>Null if the engine is not installed.</summary>
    private static bool? Ask(string engine)
    {
        try
        {
            using var info = Process.Start(
                new ProcessStartInfo(engine, ["info"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            info.OutputDataReceived += (_, _) => { };
            info.ErrorDataReceived += (_, _) => { };
            info.BeginOutputReadLine();
            info.BeginErrorReadLine();
            if (info.WaitForExit(Patience)) return info.ExitCode == 0;
            info.Kill();
            return false;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
