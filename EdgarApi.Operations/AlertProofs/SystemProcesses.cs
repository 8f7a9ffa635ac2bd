using System.Globalization;

namespace EdgarApi.Operations.AlertProofs;

/// <summary>The processes of the system that <c>./run</c> started on this machine. Linux only.</summary>
/// <param name="folder">The folder of its <c>processes.tsv</c>.</param>
public sealed class SystemProcesses(string folder)
{
    /// <summary>Gets the address of a resource's process.</summary>
    public string GetAddress(string resource) => ReadRows().Single(row => row[0] == resource)[2];

    /// <summary>
    /// Finds the ids of a resource's processes and of all below them, such as the server that a script starts. The resource's own come
    /// first.
    /// </summary>
    public IReadOnlyList<int> Find(string resource)
    {
        var children = Directory.EnumerateDirectories("/proc").Select(entry => Path.GetFileName(entry)!)
            .Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _))
            .ToLookup(ReadParent, name => int.Parse(name, CultureInfo.InvariantCulture));
        List<int> found =
            [.. ReadRows().Where(row => row[0] == resource).Select(row => int.Parse(row[1], CultureInfo.InvariantCulture))];
        for (var i = 0; i < found.Count; i++) found.AddRange(children[found[i]]);
        return found;
    }

    /// <summary>Reads the variables of a process.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ReadEnvironmentAsync(int processId)
    {
        var text = await File.ReadAllTextAsync(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/environ"))
            .ConfigureAwait(false);
        return text.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(entry => entry.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
    }

    /// <summary>Sends a signal to processes. Those that ended meanwhile are skipped.</summary>
    public static Task SignalAsync(string signal, params IEnumerable<int> processIds) =>
        Signals.SendToAllAsync(signal, processIds, CancellationToken.None);

    /// <summary>Freezes processes until it is cancelled. Their connections stay open, but nothing responds.</summary>
    public static async Task FreezeAsync(IEnumerable<int> processIds, CancellationToken cancellationToken)
    {
        int[] all = [.. processIds];
        await SignalAsync("STOP", all).ConfigureAwait(false);
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await SignalAsync("CONT", all).ConfigureAwait(false);
    }

    private IEnumerable<string[]> ReadRows() => File.ReadLines(Path.Combine(folder, "processes.tsv")).Select(line => line.Split('\t'));

    private static int ReadParent(string process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries); // the name may have spaces
            return int.Parse(fields[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0; // it has ended
        }
    }
}
