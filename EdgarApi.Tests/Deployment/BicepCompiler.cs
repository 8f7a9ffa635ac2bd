using System.Diagnostics;
using System.Reflection;

namespace EdgarApi.Tests.Deployment;

/// <summary>
/// The Bicep compiler: on Linux (x64) from the package <c>Azure.Bicep.CommandLine.linux-x64</c>, elsewhere the installed <c>bicep</c>, or
/// <c>az bicep</c>. It needs no network.
/// </summary>
internal static class BicepCompiler
{
    private static readonly string[] Command = Find();

    /// <summary>Runs the compiler in a folder. Only the given variables are visible to <c>readEnvironmentVariable</c>.</summary>
    public static async Task<BicepRun> RunAsync(
        string folder, IReadOnlyDictionary<string, string> variables, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Command[0], [.. Command[1..], .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in Infrastructure.Variables.Keys) start.Environment.Remove(name);
        foreach (var (name, value) in variables) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).InTimeAsync("bicep");
        return new BicepRun(process.ExitCode, await output, await errors);
    }

    private static string[] Find()
    {
        var package = typeof(BicepCompiler).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(data => data.Key == "BicepPackage").Value!;
        if (OperatingSystem.IsLinux() && File.Exists(Path.Combine(package, "tools", "bicep")) && Environment.Is64BitProcess)
            return [Path.Combine(package, "tools", "bicep")];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders.Any(folder => File.Exists(Path.Combine(folder, "bicep"))) ? ["bicep"] : ["az", "bicep"];
    }
}

/// <summary>A finished run of the compiler.</summary>
internal sealed record BicepRun(int ExitCode, string Output, string Errors);
