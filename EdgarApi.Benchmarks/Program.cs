using BenchmarkDotNet.Running;
using EdgarApi.Benchmarks.Caching;
using EdgarApi.Benchmarks.HotPath;
using EdgarApi.Benchmarks.Usage;

if (args is ["bare", var answer, var listen]) await BareEndpoint.RunAsync(new Uri(answer), listen);
else if (args is ["usage-copy", var connection, .. var rest]) await UsageCopy.RunAsync(connection, rest is [var rows] ? int.Parse(rows) : 200_000);
else if (args is ["cold-answers", var redis]) await ColdAnswers.RunAsync(redis);
else BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
