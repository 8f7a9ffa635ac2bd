using EdgarApi.Tests.Clients;

[assembly: AssemblyFixture(typeof(NpmPackages))]

namespace EdgarApi.Tests.Clients;

/// <summary>
/// The packages of <c>Clients/package.json</c>. They are installed beside the tests on first use. Tests that need them are skipped without
/// npm, and if its registry is unavailable.
/// </summary>
public sealed class NpmPackages : IDisposable
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Clients");

    private readonly SemaphoreSlim _installing = new(1);
    private string? _failure;

    /// <summary>Gets the path of a file below <c>node_modules</c>.</summary>
    public async Task<string> GetAsync(string file)
    {
        await _installing.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            _failure ??= await InstallAsync();
        }
        finally
        {
            _installing.Release();
        }
        if (_failure.Length > 0) Assert.Skip($"npm cannot install the packages: {_failure}");
        return Path.Combine(Folder, "node_modules", file);
    }

    public void Dispose() => _installing.Dispose();

    /// <summary>Installs the packages; returns why that failed, or an empty text.</summary>
    private static async Task<string> InstallAsync()
    {
        var (wanted, installed) = (Path.Combine(Folder, "package.json"), Path.Combine(Folder, "installed.json"));
        var packages = await File.ReadAllTextAsync(wanted);
        if (File.Exists(installed) && await File.ReadAllTextAsync(installed) == packages) return "";
        var (exitCode, _, error) = await ClientProgram.RunAsync(
            "npm", ["install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--loglevel=error"], Folder);
        if (exitCode != 0) return error.Trim();
        await File.WriteAllTextAsync(installed, packages);
        return "";
    }
}
