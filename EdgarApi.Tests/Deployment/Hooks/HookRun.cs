using System.Diagnostics;
using System.Runtime.Versioning;
using EdgarApi.Tests.Architecture;

namespace EdgarApi.Tests.Deployment.Hooks;

/// <summary>A run of a hook of <c>azure.yaml</c> against a program that answers like <c>az</c>.</summary>
/// <param name="ExitCode">The hook's exit code.</param>
/// <param name="Output">What it wrote to both outputs.</param>
/// <param name="Calls">The arguments of each call of <c>az</c>.</param>
/// <param name="Folder">The folder of the program, and its current directory.</param>
[UnsupportedOSPlatform("windows")]
internal sealed record HookRun(int ExitCode, string Output, IReadOnlyList<string> Calls, string Folder)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Runs a hook.</summary>
    /// <param name="script">Name of the file in <c>infra/hooks</c>.</param>
    /// <param name="az">What <c>az</c> does, commands of a shell. The file <c>calls</c> has a line for each call so far.</param>
    /// <param name="environment">The variables that azd sets beside the resource group.</param>
    public static async Task<HookRun> StartAsync(string script, string az, params (string Name, string Value)[] environment)
    {
        var folder = TestFolder.Create("hook").FullName;
        var program = Path.Combine(folder, "az");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\ncd \"$(dirname \"$0\")\"\necho \"$*\" >> calls\n{az}\n", Token);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo("sh", [RepositoryFiles.GetPath($"infra/hooks/{script}")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{folder}:{start.Environment["PATH"]}";
        start.Environment["AZURE_RESOURCE_GROUP"] = "rg-example";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var hook = Process.Start(start)!;
        var errors = hook.StandardError.ReadToEndAsync(Token);
        var output = await hook.StandardOutput.ReadToEndAsync(Token) + await errors;
        await hook.WaitForExitAsync(Token).InTimeAsync();
        var calls = Path.Combine(folder, "calls");
        return new HookRun(hook.ExitCode, output, File.Exists(calls) ? await File.ReadAllLinesAsync(calls, Token) : [], folder);
    }
}
