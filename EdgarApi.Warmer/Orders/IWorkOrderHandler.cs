using EdgarApi.Storage.Orders;

namespace EdgarApi.Warmer.Orders;

/// <summary>Handles the work orders of one kind. Interrupted orders are handled again from the start.</summary>
internal interface IWorkOrderHandler
{
    /// <summary>The <see cref="WorkOrder.Kind"/> that it handles.</summary>
    string Kind { get; }

    /// <summary>Handles an order; returns its result as JSON.</summary>
    Task<string> HandleAsync(WorkOrder order, CancellationToken cancellationToken);
}
