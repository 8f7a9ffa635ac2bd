using BenchmarkDotNet.Running;
using EdgarApi.Benchmarks.HotPath;

if (args is ["bare", var answer, var listen]) await BareEndpoint.RunAsync(new Uri(answer), listen);
else BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
