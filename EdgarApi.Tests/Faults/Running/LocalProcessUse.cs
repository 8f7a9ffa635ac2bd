using System.Globalization;

namespace EdgarApi.Tests.Faults.Running;

/// <summary>What a process uses.</summary>
/// <param name="Name">Its resource.</param>
/// <param name="Id">Its id.</param>
/// <param name="Megabytes">Resident memory in MiB.</param>
/// <param name="Handles">Open file descriptors.</param>
/// <param name="Threads">Threads.</param>
internal sealed record LocalProcessUse(string Name, int Id, double Megabytes, double Handles, double Threads)
{
    /// <summary>The measures, with the share by which each may vary.</summary>
    public static IReadOnlyList<(string Name, Func<LocalProcessUse, double> Get, double Allowed)> Measures { get; } =
        [("MiB", use => use.Megabytes, 0.05), ("handles", use => use.Handles, 0.1), ("threads", use => use.Threads, 0.1)];

    public static LocalProcessUse Read(string name, int id)
    {
        var status = File.ReadLines($"/proc/{id}/status").Select(line => line.Split(':', 2))
            .ToDictionary(parts => parts[0], parts => parts[1].Replace("kB", "", StringComparison.Ordinal).Trim());
        return new LocalProcessUse(
            name, id, Parse(status["VmRSS"]) / 1024, Directory.GetFileSystemEntries($"/proc/{id}/fd").Length, Parse(status["Threads"]));
    }

    private static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
