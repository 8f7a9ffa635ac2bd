using EdgarApi.Storage.Orders;

namespace EdgarApi.Warmer.Orders;

/// <summary>Does the orders of one kind. An order that was interrupted is done again from its beginning.</summary>
internal interface IWorkOrderHandler
{
    /// <summary>As in <see cref="WorkOrder.Kind"/>.</summary>
    string Kind { get; }

    /// <summary>Does an order; returns what came of it as JSON.</summary>
    Task<string> DoAsync(WorkOrder order, CancellationToken cancellationToken);
}
