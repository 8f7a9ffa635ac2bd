using System.Globalization;
using BenchmarkDotNet.Running;
using EdgarApi.Benchmarks.Caching;
using EdgarApi.Benchmarks.HotPath;
using EdgarApi.Benchmarks.Ingest;
using EdgarApi.Benchmarks.Usage;

// bare SOURCE URL | usage-copy CONNECTION [ROWS] | cold-answers REDIS | ingest-stages FOLDER | BenchmarkDotNet's own arguments
switch (args)
{
    case ["bare", var source, var url]:
        await BareEndpoint.RunAsync(new Uri(source), url);
        break;
    case ["usage-copy", var connection, .. var rest]:
        await UsageCopy.RunAsync(connection, rest is [var rows] ? int.Parse(rows, CultureInfo.InvariantCulture) : 200_000);
        break;
    case ["cold-answers", var redis]:
        await ColdAnswers.RunAsync(redis);
        break;
    case ["ingest-stages", var folder]:
        await IngestStages.RunAsync(folder);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        break;
}
